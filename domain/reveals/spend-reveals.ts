import { sql } from "drizzle-orm";
import { loadAlarmLimits } from "@/content/alarms/limits";
import type { Transaction } from "@/db/client";
import { revealDays } from "@/db/schema/reveals";
import { recordAudit } from "../audit/record-audit";
import { requireStaffActor, type Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import { readBudget } from "./read-budget";

/**
 * Take a number of people off what the actor may be shown today, in the transaction that shows them. Their row is held until the commit, so that looks that meet at the edge wait for each other and never pass it together.
 * The look with which they come to the alarm's number says so in the audit log, from where the alarm is raised. @throws {Conflict} reveals-spent: the whole look is refused, also where a part of it would have been left
 */
export async function spendReveals(tx: Transaction, ctx: Context, people: number): Promise<void> {
  if (people === 0) return;
  const { staffId } = requireStaffActor(ctx);
  const { warn } = loadAlarmLimits().reveals;
  const { day, limit } = await readBudget(tx, ctx, staffId);
  const spent = new Conflict("reveals-spent", { limit });
  if (people > limit) throw spent;
  const [row] = await tx
    .insert(revealDays)
    .values({ staffId, day, used: people })
    .onConflictDoUpdate({ target: [revealDays.staffId, revealDays.day], set: { used: sql`${revealDays.used} + ${people}` }, setWhere: sql`${revealDays.used} + ${people} <= ${limit}` })
    .returning({ used: revealDays.used });
  if (!row) throw spent;
  if (row.used >= warn && row.used - people < warn) await recordAudit(tx, ctx, { action: "reveals.come-to-limit", object: { kind: "staff", id: staffId }, details: { day, used: row.used, limit: warn } });
}
