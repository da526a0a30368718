import { and, eq, gt, inArray, lte } from "drizzle-orm";
import { OTHER_PROVIDERS, providerOf } from "@/content/mail-providers";
import type { Database } from "@/db/client";
import { subjects } from "@/db/schema/exposure";
import type { SubjectKind } from "@/db/values/audience";
import { defaultLocale, isLocale } from "@/db/values/locales";
import type { Channel } from "@/db/values/wave-states";
import { whySendingIsLocked } from "../../installation/why-sending-is-locked";
import type { Context } from "../../kernel/context";
import type { SubjectId } from "../../kernel/ids";
import { personalValues, readerOf } from "../../notices/rules";
import { findSuppressed } from "../../suppressions/queries";
import { takeTurns } from "../pace/pace";
import { contactKindOf } from "../rules";
import type { PreparedLetter, WaveRecipient } from "../types";
import { currentContact } from "./current-contact";
import type { SendableWave } from "./load-letters";
import { WAITS_FOR_DOMAIN, type Marked, type Settled } from "./settle-batch";
import { makeToken, noticeReference } from "./tokens";

export interface AddressedMessage {
  subjectId: string;
  attempt: number;
  /** Whether it speaks for others too. */
  covers: boolean;
  /** The mail provider under which it is counted. */
  provider: string;
  letter: PreparedLetter;
  recipient: WaveRecipient;
}

export interface Addressed {
  messages: AddressedMessage[];
  /** Those who get no message, or none yet, and why. */
  without: Settled[];
  /** Nothing may leave at all now; all of them are put back and are due again at once. */
  locked: boolean;
}

interface Addressee {
  row: Marked;
  /** As imported. */
  to: string;
  canonical: string;
  provider: string;
}

/**
 * Write the messages of a batch from what is known of the people now: contact, language and leaked classes of everybody who shares the contact point. People who were
 * erased, who are no longer in the dataset or have no such contact any more get none, and neither do suppressed contacts. Those whose mail provider has a limit
 * wait for their turn there. While the installation holds waves nobody gets one.
 */
export async function addressMessages(ctx: Context, ledger: Database, sendable: SendableWave, channel: Channel, marked: readonly Marked[]): Promise<Addressed> {
  if (await whySendingIsLocked(ctx, ledger)) return { messages: [], without: marked.map((row) => ({ ...unsent(row), state: "deferred" as const, retryAfter: 0, counted: false })), locked: true };
  const { wave } = sendable;
  const without: Settled[] = [];
  const found: Addressee[] = [];
  const limited = wave.pace.domains.map(({ domain }) => domain);
  for (const row of marked) {
    const contact = await currentContact(ctx, wave.incidentId, { channel, links: wave.indexLinks }, row);
    if ("why" in contact) without.push({ ...unsent(row), state: "cancelled", reply: contact.why });
    else found.push({ row, ...contact, provider: channel === "email" ? providerOf(contact.canonical, limited) : OTHER_PROVIDERS });
  }
  const suppressed = await findSuppressed(ctx, ledger, sendable.kind, contactKindOf[channel], found.map(({ canonical }) => canonical));
  without.push(...found.filter((_, i) => suppressed[i]).map(({ row }) => ({ ...unsent(row), state: "suppressed" as const })));
  const { now, later } = await inTurn(ledger, wave.id, limited, found.filter((_, i) => !suppressed[i]));
  without.push(...later);
  const covered = await readCovered(ctx, sendable, now.flatMap(({ row }) => row.covers ?? []));
  return { messages: await Promise.all(now.map((addressee) => writeMessage(sendable, channel, addressee, covered))), without, locked: false };
}

function unsent(row: Marked): Omit<Settled, "state"> {
  return { subjectId: row.subject_id, reply: null, retryAfter: null, counted: true, tally: null, handle: null, covers: row.covers !== null };
}

async function writeMessage(sendable: SendableWave, channel: Channel, { row, to, provider }: Addressee, covered: ReadonlyMap<string, CoveredPerson>): Promise<AddressedMessage> {
  const { wave, tokens, templateVersion, unsubscribe } = sendable;
  const locale = isLocale(row.locale) ? row.locale : defaultLocale;
  const subjectId = row.subject_id as SubjectId;
  let confirmed = BigInt(row.confirmed ?? 0);
  let possible = BigInt(row.possible ?? 0);
  const kinds = new Set<SubjectKind>(row.kind ? [row.kind] : []);
  for (const other of (row.covers ?? []).map((id) => covered.get(id))) {
    if (!other) continue;
    confirmed |= other.confirmed;
    possible |= other.possible;
    kinds.add(other.kind);
  }
  const reader = readerOf(sendable.classes, confirmed, possible, [...kinds]);
  const identity = { waveId: wave.id, subjectId, channel, templateVersion };
  const leave = unsubscribe && channel === "email" ? makeToken(unsubscribe.keys, identity) : null;
  return {
    subjectId,
    attempt: row.attempt,
    covers: row.covers !== null,
    provider,
    letter: await sendable.letterFor(locale, reader),
    recipient: {
      to,
      token: makeToken(tokens, identity),
      personal: personalValues(reader, noticeReference(tokens, wave.id, subjectId), locale),
      ...(unsubscribe && leave !== null ? { unsubscribe: { token: leave, url: unsubscribe.at + leave } } : {}),
    },
  };
}

/** Let those go whose provider has no limit or whose turn has come; the others wait for the turn that they are given here. */
async function inTurn(ledger: Database, waveId: string, limited: readonly string[], found: readonly Addressee[]): Promise<{ now: Addressee[]; later: Settled[] }> {
  const later: Settled[] = [];
  const waiting = new Set<Addressee>();
  for (const domain of limited) {
    const asking = found.filter(({ provider, row }) => provider === domain && !row.in_turn);
    const turns = asking.length > 0 ? await takeTurns(ledger, waveId, domain, asking.length) : null;
    for (const [i, addressee] of asking.entries()) {
      const seconds = turns ? Math.floor(turns.first + i * turns.every) : 0;
      if (seconds < 1) continue;
      waiting.add(addressee);
      later.push({ ...unsent(addressee.row), state: "deferred", reply: WAITS_FOR_DOMAIN, retryAfter: seconds, counted: false });
    }
  }
  return { now: found.filter((addressee) => !waiting.has(addressee)), later };
}

interface CoveredPerson {
  confirmed: bigint;
  possible: bigint;
  kind: SubjectKind;
}

async function readCovered(ctx: Context, { wave, readVersion }: SendableWave, covered: readonly string[]): Promise<ReadonlyMap<string, CoveredPerson>> {
  if (covered.length === 0) return new Map();
  const rows = await ctx.db
    .select({ subjectId: subjects.subjectId, confirmed: subjects.confirmed, possible: subjects.possible, kind: subjects.kind })
    .from(subjects)
    .where(and(eq(subjects.incidentId, wave.incidentId), inArray(subjects.subjectId, covered.map(BigInt)), lte(subjects.fromVersion, readVersion), gt(subjects.toVersion, readVersion)));
  return new Map(rows.map(({ subjectId, ...person }) => [subjectId.toString(), person]));
}
