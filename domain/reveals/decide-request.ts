import { and, eq, sql } from "drizzle-orm";
import { loadAlarmLimits } from "@/content/alarms/limits";
import type { Transaction } from "@/db/client";
import { revealRequests } from "@/db/schema/reveals";
import { requireStaffActor, type Context } from "../kernel/context";
import { Conflict, NotFound } from "../kernel/errors";
import { dayOfBudget, whyNotDecidable } from "./rules";

/** Settle a request that waits, as somebody else than who asked, on the day it is for. @throws {NotFound} @throws {Forbidden} @throws {Conflict} */
export async function decideRequest(tx: Transaction, ctx: Context, requestId: string, decision: { state: "granted" } | { state: "declined"; declinedFor: string }): Promise<{ id: string; staffId: string; day: string; people: number }> {
  const { staffId: by } = requireStaffActor(ctx);
  const [row] = await tx.select().from(revealRequests).where(eq(revealRequests.id, requestId)).for("update");
  if (!row) throw new NotFound("reveal-request");
  const refusal = whyNotDecidable(row, by, dayOfBudget(ctx.clock.now(), loadAlarmLimits().reveals.zone));
  if (refusal) throw refusal;
  const [done] = await tx
    .update(revealRequests)
    .set({ ...decision, decidedBy: by, decidedAt: sql`clock_timestamp()` })
    .where(and(eq(revealRequests.id, requestId), eq(revealRequests.state, "asked")))
    .returning({ id: revealRequests.id, staffId: revealRequests.staffId, day: revealRequests.day, people: revealRequests.people });
  if (!done) throw new Conflict("reveals-settled");
  return done;
}
