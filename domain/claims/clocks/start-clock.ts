import { and, desc, eq } from "drizzle-orm";
import { loadClockRules } from "@/content/clocks/clocks";
import { claimClocks } from "@/db/schema/claim-clocks";
import { claims } from "@/db/schema/claims";
import type { ClockKind } from "@/db/values/claim-clocks";
import type { Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { agentOf, change, end, nextDue, stageAt } from "./move-clocks";
import { officeOf, reckonClock, reckonSoon } from "./reckon-clock";

/**
 * Start a clock of a claim in the caller's transaction, due at the moment given, or by the clock's own length. One that is there already is left alone, ended or not; of a kind with rounds
 * a new round begins, and one that still runs is dropped for it. @throws {NotFound}
 */
export async function startClock(tx: Executor, ctx: Context, { claimId, incidentId, kind, dueAt }: { claimId: string; incidentId: string; kind: ClockKind; dueAt?: Date }): Promise<void> {
  await holdClaim(tx, claimId);
  const now = ctx.clock.now();
  const [last] = await tx.select().from(claimClocks).where(and(eq(claimClocks.claimId, claimId), eq(claimClocks.kind, kind))).orderBy(desc(claimClocks.round)).limit(1);
  if (last && !loadClockRules()[kind].rounds) return;
  if (last && last.stage !== "ended") await change(tx, last, end(last, now, "droppedAt"));
  const office = await officeOf(tx, incidentId);
  const reckoned = dueAt ? reckonSoon(ctx, office, kind, dueAt, now) : reckonClock(ctx, office, kind, now);
  await tx.insert(claimClocks).values({ claimId, incidentId, kind, round: (last?.round ?? 0) + 1, agentId: agentOf(claimId), startedAt: now, stage: stageAt(now, reckoned.soonAt), ...reckoned });
  await tx.update(claims).set({ nextDueAt: nextDue }).where(eq(claims.id, claimId));
}

/** Hold the claim before its clocks, in the order in which everybody does, so that two acts wait for each other and never both. @throws {NotFound} */
export async function holdClaim(tx: Executor, claimId: string): Promise<void> {
  const [claim] = await tx.select({ id: claims.id }).from(claims).where(eq(claims.id, claimId)).for("update");
  if (!claim) throw new NotFound("claim");
}
