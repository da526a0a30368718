import { eq } from "drizzle-orm";
import { claimIntakes } from "@/db/schema/claim-intakes";
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
