import { eq, sql } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { flagBit, type ClaimFlag } from "@/db/values/claim-facets";
import type { Executor } from "../kernel/transaction";

/** What is set of claims for which nothing of a shared pool is left, and to which no code goes either: nothing is paid to them, and no account waits for it. */
export const nothingLeft = { flags: sql`(${claims.flags} & ~${flagBit("new-account") | flagBit("account-awaited")}::integer) | ${flagBit("nothing-left")}::integer` };

/** Note that something has come from a claimant that nobody has read yet: a message, an answer, a paper, an appeal. */
export async function noteArrival(tx: Executor, claimId: string): Promise<void> {
  await tx.update(claims).set({ arrivals: sql`${claims.arrivals} + 1`, flags: sql`${claims.flags} | ${flagBit("unread")}::integer` }).where(eq(claims.id, claimId));
}

/** Say that something can be seen of a claim, or can be no more, in the caller's transaction. What is so already is left alone. */
export async function setFlag(tx: Executor, claimId: string, flag: ClaimFlag, on: boolean): Promise<void> {
  const bit = flagBit(flag);
  await tx
    .update(claims)
    .set({ flags: on ? sql`${claims.flags} | ${bit}::integer` : sql`${claims.flags} & ~${bit}::integer` })
    .where(sql`${eq(claims.id, claimId)} and ((${claims.flags} & ${bit}::integer) <> 0) <> ${on}`);
}
