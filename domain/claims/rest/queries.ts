import { eq, or, sql, type SQL } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { flagsOf } from "@/db/values/claim-facets";
import type { Executor } from "../../kernel/transaction";
import type { ClaimRow } from "../queries/read-claim";
import type { ClaimParts, OtherPart } from "../types";

/** The claim whose rest a claim is, and its own rest; of every claim at most one of the two is there. */
export async function findParts(db: Executor, { id, restOf }: Pick<ClaimRow, "id" | "restOf">): Promise<ClaimParts> {
  const rows = await db.select({ id: claims.id, reference: claims.reference, state: claims.state, flags: claims.flags }).from(claims).where(restOf === null ? eq(claims.restOf, id) : or(eq(claims.id, restOf), eq(claims.restOf, id)));
  const part = (of: (row: (typeof rows)[number]) => boolean): OtherPart | null => {
    const row = rows.find(of);
    return row ? { id: row.id, reference: row.reference ?? "", state: row.state, flags: flagsOf(row.flags) } : null;
  };
  return { first: part((row) => row.id === restOf), rest: part((row) => row.id !== restOf) };
}

/**
 * Whether an appeal may still come under a programme against a decision that was made, as a condition: its day has not passed, and the claim is not appealed against yet. An index over decisions answers it; no
 * claim that is settled is read.
 */
export function appealMayCome(incidentId: SQL, programmeId: SQL, now: Date): SQL {
  return sql`exists (
    select from claim_decisions d join claims a on a.id = d.claim_id
    where d.incident_id = ${incidentId} and d.state = 'final' and d.appeal_by > ${now.toISOString()}::timestamptz
      and a.programme_id = ${programmeId} and a.state in ('denied', 'approved', 'in-payment', 'paid', 'returned') and a.rest_of is null
      and not exists (select from claims r where r.rest_of = a.id)
      and not exists (select from claim_decisions l where l.claim_id = a.id and l.stage = 'appeal' and l.state = 'final'))`;
}
