import type { GrantEnd } from "@/db/values/grant-ends";
import { raiseAlarm } from "../alarms/raise-alarm";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";

const WEEK_MS = 7 * 86_400_000;

/** Tell security that the last administrator should have lost the role and keeps it, because nobody could administer the installation any more. Once in a week for as long as it is so. */
export async function alarmOfLastAdmin(tx: Executor, ctx: Context, staffId: string, why: GrantEnd | "idle"): Promise<void> {
  const week = Math.floor(ctx.clock.now().getTime() / WEEK_MS);
  await raiseAlarm(tx, ctx, { kind: "last-admin", severity: "warning", object: { kind: "staff", id: staffId }, occurrence: `${why}:${week}`, details: { why } });
}
