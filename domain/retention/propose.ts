import { and, eq, isNull } from "drizzle-orm";
import { loadRetentionPeriods, mostOf } from "@/content/retention/periods";
import { incidents } from "@/db/schema/incidents";
import { legalHolds, retentionClocks, retentionProposals } from "@/db/schema/retention";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Invalid, NotFound, parseInput } from "../kernel/errors";
import { withTransaction, type Executor } from "../kernel/transaction";
import { proposeEndInput, proposeLiftInput, proposePeriodInput } from "./input";
import { mayProposeRetention } from "./policy";
import { whyNotEndable } from "./end-incident";

type Proposed = Pick<typeof retentionProposals.$inferInsert, "incidentId" | "act" | "class" | "keep" | "holdId" | "reason">;

/** Propose another period for a class of this incident's records. Nothing changes before somebody else agrees. @throws {Forbidden} @throws {Conflict} below what the law allows, when one is proposed already, or for the period that it has */
export async function proposePeriod(ctx: Context, raw: unknown): Promise<string> {
  return propose(ctx, async (tx) => {
    const { incidentId, class: of, keep, reason } = parseInput(proposePeriodInput, raw);
    await requireIncident(tx, incidentId);
    const period = loadRetentionPeriods()[of];
    if (keep < period.least) throw new Conflict("retention-below-law", { least: period.least });
    if (keep > mostOf(period)) throw new Invalid({ keep: ["retention-too-long"] });
    const [clock] = await tx.select({ keep: retentionClocks.keep }).from(retentionClocks).where(and(eq(retentionClocks.incidentId, incidentId), eq(retentionClocks.class, of)));
    if (keep === (clock?.keep ?? period.keep)) throw new Conflict("retention-same-period");
    return { incidentId, act: "period", class: of, keep, reason };
  });
}

/** Propose to close an incident for the public, which starts the clock of its people's records, or to open it again. @throws {Forbidden} @throws {Conflict} while something stands against it */
export async function proposeEnd(ctx: Context, raw: unknown): Promise<string> {
  return propose(ctx, async (tx) => {
    const { incidentId, act, reason } = parseInput(proposeEndInput, raw);
    const refusal = await whyNotEndable(tx, incidentId, act);
    if (refusal) throw refusal;
    return { incidentId, act, reason };
  });
}

/** Propose to lift a legal hold. @throws {Forbidden} @throws {NotFound} @throws {Conflict} when it is lifted, or proposed already */
export async function proposeLift(ctx: Context, raw: unknown): Promise<string> {
  return propose(ctx, async (tx) => {
    const { holdId, reason } = parseInput(proposeLiftInput, raw);
    const [hold] = await tx.select({ incidentId: legalHolds.incidentId, liftedAt: legalHolds.liftedAt }).from(legalHolds).where(eq(legalHolds.id, holdId));
    if (!hold) throw new NotFound("legal-hold");
    if (hold.liftedAt) throw new Conflict("hold-lifted");
    return { incidentId: hold.incidentId, act: "lift", holdId, reason };
  });
}

async function propose(ctx: Context, what: (tx: Executor) => Promise<Proposed>): Promise<string> {
  authorise(ctx, mayProposeRetention);
  const { staffId } = requireStaffActor(ctx);
  return withTransaction(ctx, async (tx) => {
    const proposed = await what(tx);
    const [row] = await tx.insert(retentionProposals).values({ ...proposed, proposedBy: staffId }).onConflictDoNothing().returning();
    if (!row) throw new Conflict("retention-proposed");
    await recordAudit(tx, ctx, { action: "retention.propose", object: { kind: "retention-proposal", id: row.id }, incidentId: row.incidentId, reason: row.reason, details: { act: row.act, class: row.class, keep: row.keep, hold: row.holdId } });
    return row.id;
  });
}

/** Held to the end of the transaction. @throws {NotFound} where it is erased, or was never there */
export async function requireIncident(tx: Executor, incidentId: string): Promise<void> {
  const [row] = await tx.select({ id: incidents.id }).from(incidents).where(and(eq(incidents.id, incidentId), isNull(incidents.erasedAt))).for("share");
  if (!row) throw new NotFound("incident");
}
