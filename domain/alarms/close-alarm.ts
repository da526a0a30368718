import { and, eq, ne, sql } from "drizzle-orm";
import { alarms } from "@/db/schema/alarms";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Forbidden, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { closeAlarmInput } from "./input";
import { mayHandleAlarms } from "./policy";
import { whomAbout } from "./rules";

/** Close an alarm with what was found and done. What is seen afterwards is a new one, also a fault that lasts, once a day. @throws {Forbidden} also where it is about oneself @throws {Conflict} when it is closed already */
export async function closeAlarm(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayHandleAlarms);
  const { staffId } = requireStaffActor(ctx);
  const { alarmId, words } = parseInput(closeAlarmInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [closed] = await tx
      .update(alarms)
      .set({ state: "closed", closedBy: staffId, closedAt: sql`clock_timestamp()`, closedWords: words })
      .where(and(eq(alarms.id, alarmId), ne(alarms.state, "closed")))
      .returning({ kind: alarms.kind, objectKind: alarms.objectKind, objectId: alarms.objectId, details: alarms.details, incidentId: alarms.incidentId, hits: alarms.hits });
    if (!closed) throw new Conflict("alarm-closed");
    if (whomAbout(closed).includes(staffId)) throw new Forbidden("alarm-about-oneself");
    await recordAudit(tx, ctx, { action: "alarm.close", object: { kind: "alarm", id: alarmId }, incidentId: closed.incidentId, reason: words, details: { kind: closed.kind, hits: closed.hits } });
  });
}
