import { asc, eq, sql } from "drizzle-orm";
import { claimIntakes, claimLetters } from "@/db/schema/claim-intakes";
import { claims } from "@/db/schema/claims";
import type { Executor } from "../../kernel/transaction";
import type { SealedPlace } from "../../keys/sealed";

export type IntakeRow = typeof claimIntakes.$inferSelect;

export function signerPlace(claim: { id: string; incidentId: string }): SealedPlace {
  return { table: "claim_intakes", column: "sealed_signer", scope: claim.incidentId, recordId: claim.id };
}

/** How a claim came in, where nobody filed it from a contact of its own record; null for every other. */
export async function findIntake(db: Executor, claimId: string): Promise<IntakeRow | null> {
  const [row] = await db.select().from(claimIntakes).where(eq(claimIntakes.claimId, claimId));
  return row ?? null;
}

/** Letters about a claim that came after it was filed, in the order in which they were entered. */
export async function listClaimLetters(db: Executor, claimId: string): Promise<(typeof claimLetters.$inferSelect)[]> {
  return db.select().from(claimLetters).where(eq(claimLetters.claimId, claimId)).orderBy(asc(claimLetters.number));
}

/** Whether a member of staff typed a claim, or something of it, from paper: what they type nobody else has seen, so they do not grant it alone. What was typed of a claim was typed of its rest. */
export async function hasTyped(db: Executor, claimId: string, staffId: string): Promise<boolean> {
  const { rows } = await db.execute(sql`
    select from ${claims} c where c.id = ${claimId} and (
      exists (select from ${claimIntakes} i where i.claim_id in (c.id, c.rest_of) and (i.entered_by = ${staffId} or ${staffId} = any(i.taken_over_by)))
      or exists (select from ${claimLetters} l where l.claim_id in (c.id, c.rest_of) and l.entered_by = ${staffId}))`);
  return rows.length > 0;
}
