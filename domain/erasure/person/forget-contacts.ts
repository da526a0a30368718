import { sql, type SQL } from "drizzle-orm";
import { messageContent } from "../../correspondence/types";
import { mailPlace } from "../../correspondence/insert-message";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { canonicalEmail, canonicalPhone } from "../../keys/canonical-contact";
import { contactIndex, installationIndexes, openJson } from "../../keys/sealed";
import { count } from "./forget-claims";
import type { PersonRows } from "./known-contacts";

/**
 * Take away what hangs on contacts that are this person's alone, or nobody's in the data: codes, proofs, steps that they ticked, enquiries with their answers, and mails that have not left. What came from a contact that others hold too stays,
 * because nobody can tell whose it was. A suppression stays as well: it is a keyed value, and the only way to keep to "do not write to me again".
 */
export async function forgetContacts(tx: Executor, ctx: Context, incidentId: string, { own, ownIndexes }: Pick<PersonRows, "own" | "ownIndexes">): Promise<Record<string, number>> {
  const mine = list(ownIndexes);
  const addresses = list((await installationIndexes(ctx.keys, own.map(({ kind, value }) => `${kind}:${value}`))).flatMap(({ forms }) => forms));
  const asked = sql`(select id from code_mails where incident_id = ${incidentId} and address_index = any(${addresses}))`;
  return {
    ...(await forgetCodes(tx, sql`incident_id = ${incidentId} and (contact_index = any(${mine}) or code_mail_id in ${asked})`, sql`id in ${asked}`)),
    ...(await forgetEnquiries(tx, sql`incident_id = ${incidentId} and contact_index = any(${mine})`)),
    proofs: await count(tx, sql`delete from subject_sessions where incident_id = ${incidentId} and contact_index = any(${mine})`),
    steps: await count(tx, sql`delete from guidance_ticks where incident_id = ${incidentId} and contact_index = any(${mine})`),
    mails: await dropMails(tx, ctx, incidentId, ownIndexes),
  };
}

/** Take away some codes, and of their mails and some others those to which no code is left: one that this incident asked for may carry another's too. */
export async function forgetCodes(tx: Executor, codes: SQL, mails: SQL): Promise<{ codes: number }> {
  const { rows: taken } = await tx.execute<{ mail: string }>(sql`delete from lookup_codes where ${codes} returning code_mail_id as mail`);
  await tx.execute(sql`delete from code_mails where (${mails} or id = any(${sql.param(taken.map(({ mail }) => mail))}::uuid[])) and not exists (select from lookup_codes c where c.code_mail_id = code_mails.id)`);
  return { codes: taken.length };
}

/** Take away some enquiries with their answers. */
export async function forgetEnquiries(tx: Executor, which: SQL): Promise<{ replies: number; enquiries: number }> {
  const replies = await count(tx, sql`delete from enquiry_replies where enquiry_id in (select id from enquiries where ${which})`);
  return { replies, enquiries: await count(tx, sql`delete from enquiries where ${which}`) };
}

/** Empty some mails and texts that have not left. One that is being handed over empties itself when it is settled. */
export async function forgetMails(tx: Executor, which: SQL): Promise<{ mails: number }> {
  return { mails: await count(tx, sql`update correspondence_mails set sealed = null, state = 'expired', settled_at = clock_timestamp() where ${which} and sealed is not null and state not in ('handing-over', 'accepted')`) };
}

/** Mails and texts that wait have no index: whose they are is inside their envelopes. */
async function dropMails(tx: Executor, ctx: Context, incidentId: string, own: readonly Buffer[]): Promise<number> {
  if (own.length === 0) return 0;
  const { rows } = await tx.execute<{ id: string; sealed: Buffer }>(sql`select id, sealed from correspondence_mails where incident_id = ${incidentId} and sealed is not null and state not in ('handing-over', 'accepted') for update skip locked`);
  const theirs: string[] = [];
  for (const { id, sealed } of rows) {
    const { to } = messageContent.parse(await openJson(ctx.keys, mailPlace(id), sealed));
    const [kind, read] = to.includes("@") ? (["email", canonicalEmail(to)] as const) : (["phone", canonicalPhone(to)] as const);
    if (!read.ok) continue;
    const index = await contactIndex(ctx.keys, incidentId, kind, read.value);
    if (own.some((mine) => mine.equals(index))) theirs.push(id);
  }
  if (theirs.length === 0) return 0;
  return (await forgetMails(tx, sql`id = any(${sql.param(theirs)}::uuid[])`)).mails;
}

export function list(values: readonly Buffer[]) {
  return sql`(select coalesce(array_agg(decode(v, 'hex')), '{}') from unnest(${sql.param(values.map((value) => value.toString("hex")))}::text[]) v)::bytea[]`;
}
