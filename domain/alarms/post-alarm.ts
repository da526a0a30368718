import { eq } from "drizzle-orm";
import { translator } from "@/content/translator";
import { alarms } from "@/db/schema/alarms";
import { authorise, type Context } from "../kernel/context";
import { mayWatch } from "./policy";
import type { AlarmOutlet } from "./types";

/** Hand an alarm, as it stands now, to the program outside that takes them. No connection of the database is held meanwhile. @throws {Forbidden} @throws where it was not taken: the job comes back */
export async function postAlarm(ctx: Context, { alarmId }: { alarmId: string }, outlet: AlarmOutlet | null): Promise<void> {
  authorise(ctx, mayWatch);
  if (outlet === null) return;
  const [alarm] = await ctx.db.select().from(alarms).where(eq(alarms.id, alarmId));
  if (!alarm) return;
  const { id, kind, severity, objectKind, objectId, incidentId, hits, firstAt, lastAt } = alarm;
  // A network, and the name of a login, are for those who sign in here.
  const details = Object.fromEntries(Object.entries(alarm.details).filter(([name]) => name !== "network" && name !== "login"));
  await outlet.post({ id, kind, severity, title: translator("en", "alarms")(`kind.${kind}`), object: { kind: objectKind, id: objectId }, incidentId, details, hits, firstAt: firstAt.toISOString(), lastAt: lastAt.toISOString() });
}
