import { sql } from "drizzle-orm";
import type { Obstacle } from "@/db/values/erasures";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { laterForms } from "../keys/sealed";
import { findIncidentObstacles } from "./incident/find-incident-obstacles";
import { hasHold } from "./legal-hold";
import { list } from "./person/forget-contacts";
import type { ContactPreview, ErasurePreview, ErasureRow } from "./types";

type Wanted = Pick<ErasureRow, "incidentId" | "subjectId" | "contactIndex">;

/**
 * What stands against an erasure now, of a person, of what hangs on a contact, or of a whole incident. A hold on one class of the incident's records is
 * one on whoever stands in them.
 */
export async function findObstacles(tx: Executor, { keys }: Pick<Context, "keys">, wanted: Wanted): Promise<Obstacle[]> {
  return withHold(tx, wanted.incidentId, await findOwnObstacles(tx, keys, wanted));
}

async function withHold(tx: Executor, incidentId: string, others: Obstacle[]): Promise<Obstacle[]> {
  return (await hasHold(tx, incidentId)) ? ["legal-hold", ...others] : others;
}

async function findOwnObstacles(tx: Executor, keys: Context["keys"], { incidentId, subjectId, contactIndex }: Wanted): Promise<Obstacle[]> {
  if (subjectId !== null) return findPersonObstacles(tx, incidentId, subjectId);
  if (contactIndex !== null) return findContactObstacles(tx, incidentId, await laterForms(keys, incidentId, contactIndex));
  return findIncidentObstacles(tx, incidentId);
}

/** A contact that a record holds, or that somebody claimed from, is somebody's: they are erased, and with them what hangs on it. */
async function findContactObstacles(tx: Executor, incidentId: string, forms: readonly Buffer[]): Promise<Obstacle[]> {
  const { rows: [row] } = await tx.execute<{ held: boolean }>(sql`
    select exists (select from contact_points where incident_id = ${incidentId} and contact_index = any(${list(forms)})) or exists (select from claims where incident_id = ${incidentId} and contact_index = any(${list(forms)})) as held`);
  return row?.held ? ["record-found"] : [];
}

/** Count what hangs on a contact of which the data holds no record, and find what stands against erasing it. */
export async function previewContact(tx: Executor, incidentId: string, forms: readonly Buffer[]): Promise<ContactPreview> {
  const mine = sql`incident_id = ${incidentId} and contact_index = any(${list(forms)})`;
  const { rows: [counts] } = await tx.execute<Record<keyof Omit<ContactPreview, "obstacles">, number>>(sql`
    select (select count(*) from enquiries where ${mine})::int as enquiries, (select count(*) from lookup_codes where ${mine})::int as codes, (select count(*) from subject_sessions where ${mine})::int as proofs, (select count(*) from guidance_ticks where ${mine})::int as steps`);
  if (!counts) throw new Error("no counts");
  return { ...counts, obstacles: await withHold(tx, incidentId, await findContactObstacles(tx, incidentId, forms)) };
}

/**
 * What stands against erasing a person now. A claim under way is a legal claim of theirs (GDPR art. 17(3)(e)): it is decided or withdrawn first; one whose money came back waits for them alone. Money that is on its way needs the account. A letter that is printed
 * and not with the mail house names them in a file.
 */
async function findPersonObstacles(tx: Executor, incidentId: string, subjectId: bigint): Promise<Obstacle[]> {
  const { rows: [found] } = await tx.execute<Record<"claim" | "payment" | "letter", boolean>>(sql`
    with mine as (select id, state, ended_at from claims where incident_id = ${incidentId} and subject_id = ${subjectId})
    select exists (select from mine where state <> 'draft' and ended_at is null) as claim,
      exists (select from payments p join mine on mine.id = p.claim_id where p.state in ('draft', 'released')) as payment,
      exists (select from letter_batches b join waves w on w.id = b.wave_id join letters l on l.batch_id = b.id where w.incident_id = ${incidentId} and b.state in ('making', 'waiting') and l.subject_id = ${subjectId}) as letter`);
  return [...(found?.claim ? (["claim-open"] as const) : []), ...(found?.payment ? (["payment-open"] as const) : []), ...(found?.letter ? (["letter-waiting"] as const) : [])];
}

/** Count what erasing a person would take, and find what stands against it. */
export async function previewErasure(tx: Executor, incidentId: string, subjectId: bigint): Promise<ErasurePreview> {
  const { rows: [counts] } = await tx.execute<Record<keyof Omit<ErasurePreview, "obstacles">, number>>(sql`
    with mine as (select id from claims where incident_id = ${incidentId} and subject_id = ${subjectId}),
      points as (select distinct contact_index, exists (select from contact_points o where o.incident_id = c.incident_id and o.contact_index = c.contact_index and o.subject_id <> c.subject_id) as shared
        from contact_points c where incident_id = ${incidentId} and subject_id = ${subjectId})
    select (select count(*) from points)::int as contacts, (select count(*) from points where shared)::int as shared, (select count(*) from mine)::int as claims,
      (select count(*) from evidence_files e where e.incident_id = ${incidentId} and e.owner_id in (select id from mine))::int as papers,
      (select count(*) from payments p where p.claim_id in (select id from mine) and p.state in ('paid', 'returned'))::int as payments,
      (select count(*) from enquiries e where e.incident_id = ${incidentId} and e.contact_index in (select contact_index from points where not shared))::int as enquiries,
      (select count(*) from waves w where w.incident_id = ${incidentId} and exists (select from wave_recipients r where r.wave_id = w.id and r.subject_id = ${subjectId} and not r.own))::int as waves`);
  if (!counts) throw new Error("no counts");
  return { ...counts, obstacles: await withHold(tx, incidentId, await findPersonObstacles(tx, incidentId, subjectId)) };
}
