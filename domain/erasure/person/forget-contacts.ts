import { sql } from "drizzle-orm";
import { messageContent } from "../../correspondence/types";
import { mailPlace } from "../../correspondence/insert-message";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { canonicalEmail, canonicalPhone } from "../../keys/canonical-contact";
import { installationIndexes, openJson } from "../../keys/sealed";
import { count } from "./forget-claims";
import type { KnownContact, PersonRows } from "./known-contacts";

/**
 * Take away what hangs on contacts that are this person's alone: codes, proofs, steps that they ticked, enquiries with their answers, and mails that have not left. What came from a contact that others hold too stays,
 * because nobody can tell whose it was. A suppression stays as well: it is a keyed value, and the only way to keep to "do not write to me again".
 */
export async function forgetContacts(tx: Executor, ctx: Context, incidentId: string, { own, ownIndexes }: Pick<PersonRows, "own" | "ownIndexes">): Promise<Record<string, number>> {
  const mine = list(ownIndexes);
  const addresses = list((await installationIndexes(ctx.keys, own.map(({ kind, value }) => `${kind}:${value}`))).flatMap(({ forms }) => forms));
  const asked = sql`(select id from code_mails where incident_id = ${incidentId} and address_index = any(${addresses}))`;
  const codes = await count(tx, sql`delete from lookup_codes where incident_id = ${incidentId} and (contact_index = any(${mine}) or code_mail_id in ${asked})`);
  // Of a code mail that this incident asked for, another one may have a code too: then the mail stays until that is gone.
  await tx.execute(sql`delete from code_mails m where m.id in ${asked} and not exists (select from lookup_codes c where c.code_mail_id = m.id)`);
  const enquiries = sql`(select id from enquiries where incident_id = ${incidentId} and contact_index = any(${mine}))`;
  const replies = await count(tx, sql`delete from enquiry_replies where enquiry_id in ${enquiries}`);
  return {
    codes,
    replies,
    enquiries: await count(tx, sql`delete from enquiries where id in ${enquiries}`),
    proofs: await count(tx, sql`delete from subject_sessions where incident_id = ${incidentId} and contact_index = any(${mine})`),
    steps: await count(tx, sql`delete from guidance_ticks where incident_id = ${incidentId} and contact_index = any(${mine})`),
    mails: await dropMails(tx, ctx, incidentId, own),
  };
}

/** Mails and texts that wait have no index: whose they are is inside their envelopes. One that is being handed over empties itself when it is settled. */
async function dropMails(tx: Executor, ctx: Context, incidentId: string, own: readonly KnownContact[]): Promise<number> {
  if (own.length === 0) return 0;
  const { rows } = await tx.execute<{ id: string; sealed: Buffer }>(sql`select id, sealed from correspondence_mails where incident_id = ${incidentId} and sealed is not null and state not in ('handing-over', 'accepted') for update skip locked`);
  const theirs: string[] = [];
  for (const { id, sealed } of rows) {
    const { to } = messageContent.parse(await openJson(ctx.keys, mailPlace(id), sealed));
    const read = to.includes("@") ? canonicalEmail(to) : canonicalPhone(to);
    if (read.ok && own.some(({ value }) => value === read.value)) theirs.push(id);
  }
  if (theirs.length === 0) return 0;
  return count(tx, sql`update correspondence_mails set sealed = null, state = 'expired', settled_at = clock_timestamp() where id = any(${sql.param(theirs)}::uuid[])`);
}

export function list(values: readonly Buffer[]) {
  return sql`(select coalesce(array_agg(decode(v, 'hex')), '{}') from unnest(${sql.param(values.map((value) => value.toString("hex")))}::text[]) v)::bytea[]`;
}
