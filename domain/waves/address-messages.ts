import { and, eq, gt, inArray, lte } from "drizzle-orm";
import type { Database } from "@/db/client";
import { subjects } from "@/db/schema/exposure";
import { defaultLocale, isLocale } from "@/db/values/locales";
import { EnvelopeError } from "@/lib/crypto";
import { canonicalEmail } from "../keys/canonical-contact";
import { openSubject } from "../exposure/subject-records";
import type { Context } from "../kernel/context";
import type { SubjectId } from "../kernel/ids";
import { contactIndex } from "../keys/sealed";
import { nameLeakedClasses } from "../notices/rules";
import { findSuppressed } from "../suppressions/queries";
import type { SendableWave } from "./load-letters";
import type { Marked, Settled } from "./settle-batch";
import { makeToken, noticeReference } from "./tokens";
import type { PreparedLetter, WaveRecipient } from "./types";

export interface AddressedMessage {
  subjectId: string;
  attempt: number;
  letter: PreparedLetter;
  recipient: WaveRecipient;
}

export interface Addressed {
  messages: AddressedMessage[];
  /** Those who get no message, and why. */
  without: Settled[];
}

/**
 * Write the messages of a batch from what is known of the people now: address, language and leaked classes of everybody who shares the contact point. People who were
 * erased, who are no longer in the dataset or have no address any more get none, and neither do addresses that are suppressed for a notice of this kind.
 */
export async function addressMessages(ctx: Context, ledger: Database, sendable: SendableWave, marked: readonly Marked[]): Promise<Addressed> {
  const { wave } = sendable;
  const without: Settled[] = [];
  const found: { row: Marked; to: string; canonical: string }[] = [];
  for (const row of marked) {
    const address = await currentAddress(ctx, wave.incidentId, row);
    if ("why" in address) without.push({ subjectId: row.subject_id, state: "cancelled", reply: address.why, retryAfter: null, counted: true });
    else found.push({ row, ...address });
  }
  const suppressed = await findSuppressed(ctx, ledger, sendable.kind, "email", found.map(({ canonical }) => canonical));
  const shared = await bitsOfCovered(ctx, sendable, found.flatMap(({ row }) => row.covers ?? []));
  const messages: AddressedMessage[] = [];
  for (const [i, { row, to }] of found.entries()) {
    if (suppressed[i]) {
      without.push({ subjectId: row.subject_id, state: "suppressed", reply: null, retryAfter: null, counted: true });
      continue;
    }
    const locale = isLocale(row.locale) ? row.locale : defaultLocale;
    const subjectId = row.subject_id as SubjectId;
    let confirmed = BigInt(row.confirmed ?? 0);
    let possible = BigInt(row.possible ?? 0);
    for (const covered of row.covers ?? []) {
      confirmed |= shared.get(covered)?.confirmed ?? 0n;
      possible |= shared.get(covered)?.possible ?? 0n;
    }
    messages.push({
      subjectId,
      attempt: row.attempt,
      letter: sendable.letters[locale],
      recipient: {
        to,
        token: makeToken(sendable.tokens, { waveId: wave.id, subjectId, channel: "email", templateVersion: sendable.templateVersion }),
        personal: { "leaked-classes": nameLeakedClasses(sendable.classes, confirmed, possible, locale), reference: noticeReference(sendable.tokens, wave.id, subjectId) },
      },
    });
  }
  return { messages, without };
}

/** The address a person is written to: of several the one with the lowest index, which is the one freezing counted. */
async function currentAddress(ctx: Context, incidentId: string, row: Pick<Marked, "record_id" | "sealed">): Promise<{ to: string; canonical: string } | { why: string }> {
  if (row.record_id === null) return { why: "not-in-dataset" };
  const content = await openSubject(ctx, incidentId, { recordId: row.record_id, sealed: row.sealed }).catch((error: unknown) => {
    // One damaged row must not stop everybody behind it.
    if (error instanceof EnvelopeError) return "unreadable" as const;
    throw error;
  });
  if (content === "unreadable") return { why: "unreadable" };
  if (!content) return { why: "erased" };
  const addresses: { to: string; canonical: string; index: Buffer }[] = [];
  for (const to of content.e ?? []) {
    const canonical = canonicalEmail(to);
    if (!canonical.ok) continue;
    const index = (content.e?.length ?? 0) > 1 ? await contactIndex(ctx.keys, incidentId, "email", canonical.value) : Buffer.alloc(0);
    addresses.push({ to, canonical: canonical.value, index });
  }
  addresses.sort((a, b) => Buffer.compare(a.index, b.index));
  return addresses[0] ?? { why: "no-address" };
}

async function bitsOfCovered(ctx: Context, { wave, readVersion }: SendableWave, covered: readonly string[]): Promise<Map<string, { confirmed: bigint; possible: bigint }>> {
  if (covered.length === 0) return new Map();
  const rows = await ctx.db
    .select({ subjectId: subjects.subjectId, confirmed: subjects.confirmed, possible: subjects.possible })
    .from(subjects)
    .where(and(eq(subjects.incidentId, wave.incidentId), inArray(subjects.subjectId, covered.map(BigInt)), lte(subjects.fromVersion, readVersion), gt(subjects.toVersion, readVersion)));
  return new Map(rows.map(({ subjectId, ...bits }) => [subjectId.toString(), bits]));
}
