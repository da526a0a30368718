import { and, eq, sql } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { flagBit, type ClaimFlag } from "@/db/values/claim-facets";
import type { Executor } from "../../kernel/transaction";

/** Set or take away what can be seen of a claim in the queue. Nothing is written where it is so already. */
export async function setClaimFlag(tx: Executor, claimId: string, flag: ClaimFlag, on: boolean): Promise<void> {
  const bit = flagBit(flag);
  const flags = on ? sql`${claims.flags} | ${bit}` : sql`${claims.flags} & ~${bit}::integer`;
  await tx.update(claims).set({ flags }).where(and(eq(claims.id, claimId), sql`(${claims.flags} & ${bit} <> 0) <> ${on}`));
}
