import { sql } from "drizzle-orm";
import type { Obstacle } from "@/db/values/erasures";
import type { Executor } from "../kernel/transaction";
import { findIncidentObstacles } from "./incident/find-incident-obstacles";
import { hasHold } from "./legal-hold";
import type { ErasurePreview, ErasureRow } from "./types";

/** States in which nobody waits for anything of a claim any more. A draft was never filed. */
const OVER = sql`('draft', 'paid', 'denied', 'denied-final', 'withdrawn')`;

/** What stands against an erasure now, of a person or of a whole incident. A hold on one class of the incident's records is one on whoever stands in them. */
export async function findObstacles(tx: Executor, { kind, incidentId, subjectId }: Pick<ErasureRow, "kind" | "incidentId" | "subjectId">): Promise<Obstacle[]> {
  const held = await hasHold(tx, incidentId);
  const found = kind === "person" && subjectId !== null ? await findPersonObstacles(tx, incidentId, subjectId) : await findIncidentObstacles(tx, incidentId);
  return [...(held ? (["legal-hold"] as const) : []), ...found];
}

/**
 * What stands against erasing a person now. A claim under way is a legal claim of theirs (GDPR art. 17(3)(e)): it is decided or withdrawn first. Money that is on its way needs the account. A letter that is printed
 * and not with the mail house names them in a file.
 */
async function findPersonObstacles(tx: Executor, incidentId: string, subjectId: bigint): Promise<Obstacle[]> {
  const { rows: [found] } = await tx.execute<Record<"claim" | "payment" | "letter", boolean>>(sql`
    with mine as (select id, state from claims where incident_id = ${incidentId} and subject_id = ${subjectId})
    select exists (select from mine where state not in ${OVER}) as claim,
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
  return { ...counts, obstacles: await findObstacles(tx, { kind: "person", incidentId, subjectId }) };
}
