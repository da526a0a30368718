import { and, eq, sql } from "drizzle-orm";
import { alarms } from "@/db/schema/alarms";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Forbidden, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { acknowledgeAlarmInput } from "./input";
import { mayHandleAlarms } from "./policy";
import { whomAbout } from "./rules";

/** Take an open alarm on: colleagues see who looks into it. Hits go on joining it; it is open again if it becomes worse, or if something new is seen after a pause. @throws {Forbidden} also where it is about oneself @throws {Conflict} when somebody was first */
export async function acknowledgeAlarm(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayHandleAlarms);
  const { staffId } = requireStaffActor(ctx);
  const { alarmId, words } = parseInput(acknowledgeAlarmInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [taken] = await tx
      .update(alarms)
      .set({ state: "acknowledged", acknowledgedBy: staffId, acknowledgedAt: sql`clock_timestamp()`, acknowledgedWords: words === "" ? null : words })
      .where(and(eq(alarms.id, alarmId), eq(alarms.state, "open")))
      .returning({ kind: alarms.kind, objectKind: alarms.objectKind, objectId: alarms.objectId, details: alarms.details, incidentId: alarms.incidentId });
    if (!taken) throw new Conflict("alarm-not-open");
    if (whomAbout(taken).includes(staffId)) throw new Forbidden("alarm-about-oneself");
    await recordAudit(tx, ctx, { action: "alarm.acknowledge", object: { kind: "alarm", id: alarmId }, incidentId: taken.incidentId, reason: words === "" ? null : words, details: { kind: taken.kind } });
  });
}
