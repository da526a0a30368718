import { eq } from "drizzle-orm";
import { formatTime } from "@/content/formats";
import { translator } from "@/content/translator";
import { alarms } from "@/db/schema/alarms";
import { queueMail } from "../correspondence/queue-mail";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { listAlarmReaders } from "../staff/queries";
import { mayWatch } from "./policy";
import { whomAbout } from "./rules";

/**
 * Write to everybody in security, or to administrators where there is nobody else than whom it is about, that something is wrong: what, since when and where to look, and nothing of any person. Once, and once more when it became worse and each time that it is open again. Of planted records the slice
 * that keeps them writes, who says more. @throws {Forbidden}
 */
export async function tellAlarm(ctx: Context, { alarmId }: { alarmId: string }): Promise<void> {
  authorise(ctx, mayWatch);
  await withTransaction(ctx, async (tx) => {
    const [alarm] = await tx.select().from(alarms).where(eq(alarms.id, alarmId)).for("update");
    if (!alarm || alarm.told === alarm.severity || alarm.told === "critical") return;
    await tx.update(alarms).set({ told: alarm.severity }).where(eq(alarms.id, alarmId));
    if (alarm.kind === "canary-record") return;
    const again = alarm.state === "open" && alarm.acknowledgedAt !== null;
    for (const { email, locale } of (await listAlarmReaders(tx, whomAbout(alarm))).readers) {
      const t = translator(locale, "alarms");
      const values = { title: t(`kind.${alarm.kind}`), severity: t(`severity.${alarm.severity}`), at: formatTime(alarm.firstAt, locale), what: t(`what.${alarm.kind}`) };
      await queueMail(tx, ctx, { purpose: "staff-alarm", incidentId: alarm.incidentId, to: email, locale, subject: t("mail.subject", values), text: [t("mail.body", values), ...(again ? [t("mail.again", { at: formatTime(alarm.lastAt, locale) })] : []), t("mail.next")].join("\n\n") });
    }
  });
}
