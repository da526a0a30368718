import { randomUUID } from "node:crypto";
import { and, gt, sql } from "drizzle-orm";
import { translator } from "@/content/translator";
import { codeMails, lookupCodes } from "@/db/schema/lookups";
import { queueMessage } from "../correspondence/queue-message";
import type { PublishedIncident } from "../incidents/types";
import type { Context } from "../kernel/context";
import { Invalid, parseInput, TooMany } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import type { Executor } from "../kernel/transaction";
import { holdIndexKey } from "../keys/rotation/steady-index";
import { anyOf, contactIndex, installationIndex, sealJson, type InstallationIndex } from "../keys/sealed";
import { countLookup, countUse } from "./count-use";
import { requestCodeInput } from "./input";
import { browserHash, codeContactPlace, lookupCode } from "./lookup-code";
import { BROWSER_BUDGET, CODE_MINUTES, nextSlot, readContact } from "./rules";
import { slowBusyNetwork } from "./slow-busy-network";
import type { Asker, Contact } from "./types";

/**
 * Send a code to an address or, where the installation has `phones`, to a number. It reads nothing of the dataset: whoever asks about whatever contact is answered the
 * same, after the same work. Over the contact's budget the message waits for its next slot and everybody who asks meanwhile shares it. No event of the audit tells of it: whoever asks has
 * proven nothing, and could write without end into a log from which nothing is taken away. @throws {Invalid} for what is no contact @throws {TooMany} for the browser's own budget alone
 */
export async function requestCode(ctx: Context, incident: Pick<PublishedIncident, "id" | "content">, raw: unknown, asker: Asker, { phones }: { phones: boolean } = { phones: false }): Promise<void> {
  const read = readContact(parseInput(requestCodeInput, raw).contact, phones);
  if (!read.ok) throw new Invalid({ contact: [read.defect] });
  const { contact, to } = read;
  await slowBusyNetwork(ctx, asker.network);
  const { uses, secondsLeft } = await countUse(ctx, `code-requests|${asker.browser}`, 3600);
  if (uses > BROWSER_BUDGET.requests) throw new TooMany("browser-budget", secondsLeft);
  const [addressIndex, browser] = await Promise.all([installationIndex(ctx.keys, `${contact.kind}:${contact.value}`), browserHash(ctx.keys, asker.browser)]);
  const id = randomUUID();
  const sealedContact = await sealJson(ctx.keys, codeContactPlace(id, incident.id), contact);
  await withTransaction(ctx, async (tx) => {
    await holdIndexKey(tx, ctx.keys, incident.id);
    const index = await contactIndex(ctx.keys, incident.id, contact.kind, contact.value);
    const { codeMailId, sendAt } = await findOrQueueMail(tx, ctx, incident, { index: addressIndex, to: { kind: contact.kind, value: to } });
    const expiresAt = new Date(sendAt.getTime() + CODE_MINUTES * 60_000);
    await tx.insert(lookupCodes).values({ id, incidentId: incident.id, codeMailId, browserHash: browser, contactKind: contact.kind, contactIndex: index, sealedContact, expiresAt });
    await countLookup(tx, incident.id, "requested");
  });
}

/** The message that will carry the code: the one that waits for this contact already, or a new one at the next slot. */
async function findOrQueueMail(tx: Executor, ctx: Context, incident: Pick<PublishedIncident, "id" | "content">, address: { index: InstallationIndex; to: Contact }): Promise<{ codeMailId: string; sendAt: Date }> {
  // Two requests for one address at the same moment would both see a free slot.
  await tx.execute(sql`select pg_advisory_xact_lock(${address.index.lock.readInt32BE(0)}, ${address.index.lock.readInt32BE(4)})`);
  const recent = await tx
    .select({ id: codeMails.id, incidentId: codeMails.incidentId, sendAt: codeMails.sendAt, waits: sql<boolean>`${codeMails.sendAt} > clock_timestamp()`, now: sql<string>`clock_timestamp()` })
    .from(codeMails)
    .where(and(sql`${codeMails.addressIndex} = ${anyOf(address.index.forms)}`, gt(codeMails.sendAt, sql`clock_timestamp() - interval '24 hours'`)));
  const waiting = recent.find((mail) => mail.waits && mail.incidentId === incident.id);
  if (waiting) return { codeMailId: waiting.id, sendAt: waiting.sendAt };
  const now = recent[0] ? new Date(recent[0].now) : new Date();
  const sendAt = nextSlot(recent.map((mail) => mail.sendAt), now);
  const waits = sendAt > now;
  const codeMailId = randomUUID();
  await tx.insert(codeMails).values({ id: codeMailId, incidentId: incident.id, addressIndex: address.index.value, indexLinks: address.index.links, sendAt });
  await queueMessage(tx, ctx, {
    purpose: "lookup-code",
    incidentId: incident.id,
    to: address.to,
    locale: ctx.locale,
    ...(await codeLetter(ctx, incident, codeMailId)),
    runAt: waits ? sendAt : undefined,
    notAfter: new Date(sendAt.getTime() + CODE_MINUTES * 60_000),
  });
  return { codeMailId, sendAt };
}

async function codeLetter(ctx: Context, incident: Pick<PublishedIncident, "content">, codeMailId: string): Promise<{ subject: string; text: string; sms: string }> {
  const t = translator(ctx.locale, "lookups-mails");
  const code = await lookupCode(ctx.keys, codeMailId);
  const organisation = incident.content.organisation[ctx.locale];
  const shown = `${code.slice(0, 4)} ${code.slice(4)}`;
  const { contact } = incident.content;
  return {
    subject: t("code.subject", { organisation }),
    text: [
      t("code.body", { organisation, minutes: CODE_MINUTES }),
      `    ${shown}`,
      t("code.where"),
      t("code.warning", { organisation }),
      t("code.unasked"),
      [contact.department[ctx.locale], contact.phone, contact.email].filter(Boolean).join(" · "),
    ].join("\n\n"),
    sms: t("code.sms", { organisation, code: shown, minutes: CODE_MINUTES }),
  };
}
