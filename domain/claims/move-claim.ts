import { and, eq, inArray, sql } from "drizzle-orm";
import { claimCounts, claimEvents, claimHours, claims, programmeHours } from "@/db/schema/claims";
import type { ClaimState } from "@/db/values/claim-states";
import type { Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";
import { postClaimMoves } from "../ledger/post-claim-moves";
import { moveClocks, nextDue } from "./clocks/move-clocks";
import { leaveState } from "./leave-state";
import { queueClaimMail, type ClaimLetter } from "./mails";
import { openAnswers, toClaim, type ClaimRow } from "./queries/read-claim";
import type { Claim } from "./types";

const SHARDS = 16;
/** A transaction keeps to one shard, so that two that count many claims do not wait for each other in a ring. */
const shard = sql`mod(pg_current_xact_id()::text::bigint, ${SHARDS})`;

type Changes = Partial<typeof claims.$inferInsert>;
type Moving = Pick<Claim, "id" | "state" | "incidentId">;

/** The letters of which one goes out whenever a claim comes into a state. */
interface LettersInto {
  submitted: "received";
  "in-review": "in-review" | "answered" | "gone-on";
  "needs-information": "asked";
  approved: "approved" | "account-accepted";
  denied: "denied";
  "denied-final": "denied-final";
  appealed: "appealed";
  withdrawn: "withdrawn" | "begun-anew" | "came-by-post";
}

/**
 * Move a claim from the state the caller read to the next, with its history, its counters, its clocks and its money in the ledger, end what belonged to the old one, and write to its claimant, in the caller's
 * transaction. The update names the old state, so of two that read the same claim one gets a Conflict; and where a pool does not suffice for what is approved, so does the one that would exceed it. `cutMinor` is what a pool that was shared before does not hold any more of an approval. @throws {Conflict}
 */
export async function moveClaim<To extends keyof LettersInto>(tx: Executor, ctx: Context, claim: Moving, to: To, letter: ClaimLetter & { kind: LettersInto[To] }, changes: Changes = {}, cutMinor = 0n): Promise<Claim> {
  const [row] = await moveRows(tx, ctx, [claim], to, changes, undefined, cutMinor);
  if (!row) throw new Conflict("claim-changed-meanwhile");
  const moved = toClaim(row);
  await queueClaimMail(tx, ctx, moved, await openAnswers(ctx, row), letter);
  return moved;
}

/**
 * Move many claims that are in one state and of one incident along the way of their money: all move, or none. `part` says how much money of a claim moves where it is not all that stands. What became of it is told by
 * `tellPayments`, with each payment. @throws {Conflict}
 */
export async function moveClaims(tx: Executor, ctx: Context, moving: readonly Moving[], to: "in-payment" | "paid" | "returned", changes: Changes = {}, part?: ReadonlyMap<string, bigint>): Promise<Claim[]> {
  return (await moveRows(tx, ctx, moving, to, changes, part)).map(toClaim);
}

async function moveRows(tx: Executor, ctx: Context, moving: readonly Moving[], to: ClaimState, changes: Changes, part?: ReadonlyMap<string, bigint>, cutMinor?: bigint): Promise<ClaimRow[]> {
  const [first] = moving;
  if (!first) return [];
  const { state: from, incidentId } = first;
  if (moving.some((claim) => claim.state !== from || claim.incidentId !== incidentId)) throw new Error("claims that move together are of one incident and in one state");
  await moveClocks(tx, ctx, moving.map(({ id }) => id), incidentId, to);
  await leaveState(tx, ctx, moving.map(({ id }) => id), from);
  const moved = await tx
    .update(claims)
    // Whose entry it was says nothing of who works on it once it is filed.
    .set({ ...(from === "draft" && { assignedTo: null }), ...changes, state: to, nextDueAt: nextDue })
    .where(and(inArray(claims.id, moving.map(({ id }) => id)), eq(claims.state, from)))
    .returning();
  if (moved.length !== moving.length) throw new Conflict("claim-changed-meanwhile");
  await recordClaimSteps(tx, ctx, { claimIds: moving.map(({ id }) => id), incidentId, from, to });
  await countTakeUp(tx, moved, from, to);
  await postClaimMoves(tx, moved, from, to, part, cutMinor);
  return moved;
}

/** Write one step of some claims' history and count it. */
export async function recordClaimSteps(
  tx: Executor,
  ctx: Context,
  step: { claimIds: readonly string[]; incidentId: string; from: ClaimState | null; to: ClaimState },
): Promise<void> {
  const { claimIds, incidentId, from, to } = step;
  await tx.insert(claimEvents).values(
    claimIds.map((claimId) => ({
      claimId,
      number: sql`(select coalesce(max(number), 0) + 1 from claim_events where claim_id = ${claimId})`,
      fromState: from,
      toState: to,
      byKind: ctx.actor.kind,
      byId: ctx.actor.kind === "staff" ? ctx.actor.staffId : null,
    })),
  );
  if (from !== null && from !== "draft") await count(tx, incidentId, from, -claimIds.length);
  if (to !== "draft" && !(from === "draft" && to === "withdrawn")) await count(tx, incidentId, to, claimIds.length);
  if (to === "submitted") await countHour(tx, incidentId, "filed", claimIds.length);
  // A rest begins with a decision that was counted when it was made, and money that came back is paid again by one.
  if (from !== null && from !== "returned" && (to === "approved" || to === "denied")) await countHour(tx, incidentId, "decided", claimIds.length);
}

async function count(tx: Executor, incidentId: string, state: ClaimState, by: number): Promise<void> {
  await tx
    .insert(claimCounts)
    .values({ incidentId, state, shard, claims: by })
    .onConflictDoUpdate({
      target: [claimCounts.incidentId, claimCounts.state, claimCounts.shard],
      set: { claims: sql`${claimCounts.claims} + ${by}` },
    });
}

/** Count for each programme what is filed, and take back what is withdrawn. */
async function countTakeUp(tx: Executor, moved: readonly { programmeId: string; amountMinor: bigint }[], from: ClaimState, to: ClaimState): Promise<void> {
  const sign = to === "submitted" ? 1 : to === "withdrawn" && from !== "draft" ? -1 : 0;
  if (sign === 0) return;
  for (const programmeId of [...new Set(moved.map((claim) => claim.programmeId))].sort()) {
    const own = moved.filter((claim) => claim.programmeId === programmeId);
    const by = { claims: sign * own.length, minor: BigInt(sign) * own.reduce((sum, { amountMinor }) => sum + amountMinor, 0n) };
    await tx
      .insert(programmeHours)
      .values({ programmeId, hour: sql`date_trunc('hour', clock_timestamp(), 'UTC')`, shard, ...by })
      .onConflictDoUpdate({
        target: [programmeHours.programmeId, programmeHours.hour, programmeHours.shard],
        set: { claims: sql`${programmeHours.claims} + ${by.claims}`, minor: sql`${programmeHours.minor} + ${by.minor.toString()}::bigint` },
      });
  }
}

async function countHour(tx: Executor, incidentId: string, what: "filed" | "decided", by: number): Promise<void> {
  await tx
    .insert(claimHours)
    .values({ incidentId, hour: sql`date_trunc('hour', clock_timestamp(), 'UTC')`, shard, [what]: by })
    .onConflictDoUpdate({
      target: [claimHours.incidentId, claimHours.hour, claimHours.shard],
      set: { [what]: sql`${claimHours[what]} + ${by}` },
    });
}
