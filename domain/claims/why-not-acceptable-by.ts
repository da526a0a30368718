import { inArray, sql } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { Forbidden, type Refusal } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";
import { getTerms } from "../programmes/queries";
import type { ClaimRow } from "./queries/read-claim";
import { hasTyped } from "./queries/read-intake";
import { takesTwo } from "./rules";

/**
 * Say why somebody may not let an approved claim be paid into another account, or null: not whoever typed the claim, or something of it, from paper; and where its decision takes two people, who judged the account with it, neither of
 * them undoes that alone.
 */
export async function whyNotAcceptableBy(db: Executor, claim: Pick<ClaimRow, "id" | "programmeId" | "termsVersion" | "restOf" | "decidedBy" | "proposedBy">, staffId: string): Promise<Refusal | null> {
  if (await hasTyped(db, claim.id, staffId)) return new Forbidden("second-person");
  if (claim.decidedBy !== staffId && claim.proposedBy !== staffId) return null;
  const [together] = await db.select({ minor: sql<string>`coalesce(sum(${claims.approvedMinor}), 0)::text` }).from(claims).where(inArray(claims.id, [claim.id, ...(claim.restOf === null ? [] : [claim.restOf])]));
  const terms = await getTerms(db, claim.programmeId, claim.termsVersion);
  return takesTwo(terms, BigInt(together?.minor ?? 0)) ? new Forbidden("second-person") : null;
}
