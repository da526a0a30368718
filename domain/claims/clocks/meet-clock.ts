import { and, eq, ne } from "drizzle-orm";
import { claimClocks } from "@/db/schema/claim-clocks";
import { claims } from "@/db/schema/claims";
import type { ClockKind } from "@/db/values/claim-clocks";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { change, end, nextDue } from "./move-clocks";
import { holdClaim } from "./start-clock";

/** Say in the caller's transaction that what a clock waits for has been done, as a first message to the claimant does for `first-reply`. Where none runs, nothing happens. @throws {NotFound} for a claim that is not there */
export async function meetClock(tx: Executor, ctx: Context, claimId: string, kind: ClockKind): Promise<void> {
  await holdClaim(tx, claimId);
  const [clock] = await tx.select().from(claimClocks).where(and(eq(claimClocks.claimId, claimId), eq(claimClocks.kind, kind), ne(claimClocks.stage, "ended"))).for("update");
  if (!clock) return;
  await change(tx, clock, end(clock, ctx.clock.now(), "metAt"));
  await tx.update(claims).set({ nextDueAt: nextDue }).where(eq(claims.id, claimId));
}
