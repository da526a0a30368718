import { sql } from "drizzle-orm";
import { erasureTrace } from "../../exposure/loading/erased-references";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { requireSteadyIndex } from "../../keys/rotation/steady-index";
import { laterForms } from "../../keys/sealed";
import type { ErasureRow, PaperObjects } from "../types";
import { count, forgetClaims, NOTHING } from "./forget-claims";
import { forgetContacts, list } from "./forget-contacts";
import { readPersonRows } from "./known-contacts";

export interface Forgotten {
  erased: Record<string, number>;
  recordIds: string[];
  refTrace: Buffer | null;
  papers: PaperObjects[];
}

/** Empty some records of an incident, in every version: contacts and the people named in them go, and the row stays with nothing that leads to anybody. */
export async function forgetRecords(tx: Executor, incidentId: string, subjectIds: readonly bigint[]): Promise<{ records: number; contacts: number; links: number }> {
  const these = sql`any(${sql.param(subjectIds.map(String))}::bigint[])`;
  return {
    records: await count(tx, sql`update subjects set sealed = null, ref_index = ${NOTHING}, content_mac = ${NOTHING} where incident_id = ${incidentId} and subject_id = ${these} and sealed is not null`),
    contacts: await count(tx, sql`delete from contact_points where incident_id = ${incidentId} and subject_id = ${these}`),
    links: await count(tx, sql`delete from subject_links where incident_id = ${incidentId} and account_subject_id = ${these}`),
  };
}

/** What an erasure of one person, or of what hangs on one contact, takes. Null where nothing of it is in this database. @throws {Conflict} while the incident's index key is rotated */
export async function forgetOne(tx: Executor, ctx: Context, { incidentId, subjectId, contactIndex }: Pick<ErasureRow, "incidentId" | "subjectId" | "contactIndex">): Promise<Forgotten | null> {
  if (contactIndex === null) return subjectId === null ? null : forgetPerson(tx, ctx, incidentId, subjectId);
  await requireSteadyIndex(tx, incidentId);
  const erased = await forgetContacts(tx, ctx, incidentId, { own: [], ownIndexes: await laterForms(ctx.keys, incidentId, contactIndex) });
  return { erased, papers: [], recordIds: [], refTrace: null };
}

/**
 * Take everything personal of one person out of the tables of an incident, in the caller's transaction. Their row stays in the dataset with its number, kind, country, language and classes, because counts of what was published rest
 * on it, and with nothing that leads to anybody: contacts, hints, reference and every keyed value are gone. Null where the incident has no such record. @throws {Conflict} while the incident's index key is rotated
 */
async function forgetPerson(tx: Executor, ctx: Context, incidentId: string, subjectId: bigint): Promise<Forgotten | null> {
  await requireSteadyIndex(tx, incidentId);
  const person = await readPersonRows(tx, ctx, incidentId, subjectId);
  if (!person) return null;
  const ofContacts = await forgetContacts(tx, ctx, incidentId, person);
  const { erased: ofClaims, papers } = await forgetClaims(tx, incidentId, sql`subject_id = ${subjectId}`);
  const records = await forgetRecords(tx, incidentId, [subjectId]);
  const erased = {
    ...records,
    links: records.links + (await count(tx, sql`delete from subject_links where incident_id = ${incidentId} and third_party_subject_id = ${subjectId}`)),
    listed: await count(tx, sql`delete from audience_references r using audience_lists l where l.id = r.list_id and l.incident_id = ${incidentId} and r.ref_index = any(${list(person.refIndexes)})`),
    ...ofContacts,
    ...ofClaims,
  };
  return { erased, papers, recordIds: person.recordIds, refTrace: person.ref === null ? null : await erasureTrace(ctx.keys, incidentId, person.ref) };
}
