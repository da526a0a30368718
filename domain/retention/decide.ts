import { eq, sql } from "drizzle-orm";
import { loadRetentionPeriods } from "@/content/retention/periods";
import { legalHolds, retentionClocks, retentionProposals } from "@/db/schema/retention";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Forbidden, NotFound, parseInput } from "../kernel/errors";
import { withTransaction, type Executor } from "../kernel/transaction";
import { endIncident, whyNotEndable } from "./end-incident";
import { proposalInput } from "./input";
import { mayApproveRetention, mayProposeRetention } from "./policy";
import type { RetentionProposal } from "./types";

/** Agree to what somebody else proposed; it holds from then on. @throws {Forbidden} for one's own @throws {NotFound} @throws {Conflict} when it was decided, or cannot be any more */
export async function approveRetention(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayApproveRetention);
  const { staffId } = requireStaffActor(ctx);
  const { proposalId } = parseInput(proposalInput, raw);
  await withTransaction(ctx, async (tx) => {
    const proposal = await holdProposal(tx, proposalId);
    if (proposal.proposedBy === staffId) throw new Forbidden("retention-own-proposal");
    await decide(tx, ctx, proposal, "approved", staffId);
    await carryOut(tx, proposal);
  });
}

/** Take back, or refuse, what nobody has agreed to. @throws {Forbidden} @throws {NotFound} @throws {Conflict} when it was decided */
export async function withdrawRetention(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayProposeRetention);
  const { staffId } = requireStaffActor(ctx);
  const { proposalId } = parseInput(proposalInput, raw);
  await withTransaction(ctx, async (tx) => decide(tx, ctx, await holdProposal(tx, proposalId), "withdrawn", staffId));
}

async function holdProposal(tx: Executor, proposalId: string): Promise<RetentionProposal> {
  const [proposal] = await tx.select().from(retentionProposals).where(eq(retentionProposals.id, proposalId)).for("update");
  if (!proposal) throw new NotFound("retention-proposal");
  if (proposal.state !== "proposed") throw new Conflict("retention-not-proposed");
  return proposal;
}

async function decide(tx: Executor, ctx: Context, { id, incidentId, act, class: of, keep, holdId }: RetentionProposal, state: "approved" | "withdrawn", staffId: string): Promise<void> {
  await tx.update(retentionProposals).set({ state, decidedBy: staffId, decidedAt: sql`clock_timestamp()` }).where(eq(retentionProposals.id, id));
  await recordAudit(tx, ctx, { action: state === "approved" ? "retention.approve" : "retention.withdraw", object: { kind: "retention-proposal", id }, incidentId, details: { act, class: of, keep, hold: holdId } });
}

async function carryOut(tx: Executor, { act, incidentId, class: of, keep, holdId }: RetentionProposal): Promise<void> {
  if (act === "close" || act === "reopen") {
    const refusal = await whyNotEndable(tx, incidentId, act);
    if (refusal) throw refusal;
    await endIncident(tx, incidentId, act);
  } else if (act === "lift" && holdId) {
    await tx.update(legalHolds).set({ liftedAt: sql`clock_timestamp()` }).where(eq(legalHolds.id, holdId));
  } else if (of && keep !== null) {
    const { least } = loadRetentionPeriods()[of];
    if (keep < least) throw new Conflict("retention-below-law", { least });
    // Under another period it is announced anew; the worker looks when it is due.
    const anew = { keep, noticedAt: null, nextDueAt: null, lookedAt: null };
    await tx.insert(retentionClocks).values({ incidentId, class: of, ...anew }).onConflictDoUpdate({ target: [retentionClocks.incidentId, retentionClocks.class], set: anew });
  }
}
