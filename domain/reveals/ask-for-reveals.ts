import { and, eq, sql } from "drizzle-orm";
import { loadAlarmLimits } from "@/content/alarms/limits";
import { revealRequests } from "@/db/schema/reveals";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { askForRevealsInput } from "./input";
import { mayAskForReveals } from "./policy";
import { readBudget } from "./read-budget";
import { whyNotAskable } from "./rules";

/** Ask that a second person lets one see further people until the day ends, with the reason that they will read. @throws {Forbidden} @throws {Invalid} @throws {Conflict} while enough is left, one waits already, or as many were granted as may be in a day */
export async function askForReveals(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayAskForReveals);
  const { staffId } = requireStaffActor(ctx);
  const { reason } = parseInput(askForRevealsInput, raw);
  const limits = loadAlarmLimits().reveals;
  await withTransaction(ctx, async (tx) => {
    // Two at once are judged one after the other.
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`reveals|${staffId}`}, 0))`);
    const budget = await readBudget(tx, ctx, staffId);
    const requests = await tx.select({ state: revealRequests.state }).from(revealRequests).where(and(eq(revealRequests.day, budget.day), eq(revealRequests.staffId, staffId)));
    const refusal = whyNotAskable(budget, requests, limits);
    if (refusal) throw refusal;
    const [made] = await tx.insert(revealRequests).values({ staffId, day: budget.day, people: limits.further.people, reason }).returning({ id: revealRequests.id });
    if (!made) throw new Error("no request was written");
    await recordAudit(tx, ctx, { action: "reveals.ask", object: { kind: "reveal-request", id: made.id }, reason, details: { day: budget.day, people: limits.further.people, used: budget.used } });
  });
}
