import { randomInt } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { claimCounts, claimEvents, claimHours, claims } from "@/db/schema/claims";
import type { ClaimState } from "@/db/values/claim-states";
import type { Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";
import { toClaim } from "./queries/read-claim";
import type { Claim } from "./types";

const SHARDS = 16;

type Changes = Partial<typeof claims.$inferInsert>;

/**
 * Move a claim from the state the caller read to the next, with its history and counters, in the caller's transaction. The update names the old
 * state, so of two that read the same claim one gets a Conflict. @throws {Conflict}
 */
export async function moveClaim(tx: Executor, ctx: Context, claim: Pick<Claim, "id" | "state" | "incidentId">, to: ClaimState, changes: Changes = {}): Promise<Claim> {
  const [row] = await tx
    .update(claims)
    .set({ ...changes, state: to })
    .where(and(eq(claims.id, claim.id), eq(claims.state, claim.state)))
    .returning();
  if (!row) throw new Conflict("claim-changed-meanwhile");
  await recordClaimStep(tx, ctx, { claimId: claim.id, incidentId: claim.incidentId, from: claim.state, to });
  return toClaim(row);
}

/** Write one step of a claim's history and count it. */
export async function recordClaimStep(
  tx: Executor,
  ctx: Context,
  step: { claimId: string; incidentId: string; from: ClaimState | null; to: ClaimState },
): Promise<void> {
  await tx.insert(claimEvents).values({
    claimId: step.claimId,
    number: sql`(select coalesce(max(number), 0) + 1 from claim_events where claim_id = ${step.claimId})`,
    fromState: step.from,
    toState: step.to,
    byKind: ctx.actor.kind,
    byId: ctx.actor.kind === "staff" ? ctx.actor.staffId : null,
  });
  if (step.from !== null && step.from !== "draft") await count(tx, step.incidentId, step.from, -1);
  if (step.to !== "draft" && !(step.from === "draft" && step.to === "withdrawn")) await count(tx, step.incidentId, step.to, 1);
  if (step.to === "submitted") await countHour(tx, step.incidentId, "filed");
  if (step.to === "approved" || step.to === "denied") await countHour(tx, step.incidentId, "decided");
}

async function count(tx: Executor, incidentId: string, state: ClaimState, by: 1 | -1): Promise<void> {
  await tx
    .insert(claimCounts)
    .values({ incidentId, state, shard: randomInt(SHARDS), claims: by })
    .onConflictDoUpdate({
      target: [claimCounts.incidentId, claimCounts.state, claimCounts.shard],
      set: { claims: sql`${claimCounts.claims} + ${by}` },
    });
}

async function countHour(tx: Executor, incidentId: string, what: "filed" | "decided"): Promise<void> {
  await tx
    .insert(claimHours)
    .values({ incidentId, hour: sql`date_trunc('hour', clock_timestamp(), 'UTC')`, shard: randomInt(SHARDS), [what]: 1 })
    .onConflictDoUpdate({
      target: [claimHours.incidentId, claimHours.hour, claimHours.shard],
      set: { [what]: sql`${claimHours[what]} + 1` },
    });
}
