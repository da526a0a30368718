import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { findStep } from "@/content/guidance/guidance";
import { guidanceTicks } from "@/db/schema/guidance";
import { recordAudit } from "../audit/record-audit";
import { requireSubject, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { holdOwnIndex } from "../lookups/proven-contact";

const tickStepInput = z.object({ step: z.string().refine((id) => findStep(id) !== null, "invalid-input"), done: z.enum(["1", "0"]) });

/** Tick one step off, or take the tick back. It is kept under the proven contact, so it is there again from another device. @throws {SignedOut} @throws {Invalid} */
export async function tickStep(ctx: Context, raw: unknown): Promise<void> {
  const { incidentId } = requireSubject(ctx);
  const { step, done } = parseInput(tickStepInput, raw);
  await withTransaction(ctx, async (tx) => {
    const contactIndex = await holdOwnIndex(tx, ctx);
    const changed =
      done === "1"
        ? await tx.insert(guidanceTicks).values({ incidentId, contactIndex, stepId: step }).onConflictDoNothing().returning({ step: guidanceTicks.stepId })
        : await tx.delete(guidanceTicks).where(and(eq(guidanceTicks.incidentId, incidentId), eq(guidanceTicks.contactIndex, contactIndex), eq(guidanceTicks.stepId, step))).returning({ step: guidanceTicks.stepId });
    if (changed.length > 0) await recordAudit(tx, ctx, { action: done === "1" ? "guidance.tick" : "guidance.take-tick-back", object: { kind: "guidance-step", id: step }, incidentId });
  });
}
