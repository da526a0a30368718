import { and, eq } from "drizzle-orm";
import { z } from "zod";
import { findStep } from "@/content/guidance/guidance";
import { guidanceTicks } from "@/db/schema/guidance";
import { requireSubject, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";

const tickStepInput = z.object({ step: z.string().refine((id) => findStep(id) !== null, "invalid-input"), done: z.enum(["1", "0"]) });

/** Tick one step off, or take the tick back. It is kept under the proven contact, so it is there again from another device. @throws {SignedOut} @throws {Invalid} */
export async function tickStep(ctx: Context, raw: unknown): Promise<void> {
  const { incidentId, contactIndex } = requireSubject(ctx);
  const { step, done } = parseInput(tickStepInput, raw);
  if (done === "1") await ctx.db.insert(guidanceTicks).values({ incidentId, contactIndex, stepId: step }).onConflictDoNothing();
  else await ctx.db.delete(guidanceTicks).where(and(eq(guidanceTicks.incidentId, incidentId), eq(guidanceTicks.contactIndex, contactIndex), eq(guidanceTicks.stepId, step)));
}
