import { and, eq, isNull, sql } from "drizzle-orm";
import { formatTime } from "@/content/formats";
import { translator } from "@/content/translator";
import { canaryHits } from "@/db/schema/canaries";
import { queueMail } from "../../correspondence/queue-mail";
import { findPublishedIncident } from "../../incidents/queries";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { listAlarmReaders } from "../../staff/queries";
import { mayWatchCanaries } from "./policy";

/** Write to everybody in security, or to administrators where there is nobody else than who came, that somebody came with a planted record: which incident, how and when, and nothing of the record. Of one record once an hour, however often it is hit. @throws {Forbidden} */
export async function tellCanaryHit(ctx: Context, { hitId }: { hitId: string }): Promise<void> {
  authorise(ctx, mayWatchCanaries);
  await withTransaction(ctx, async (tx) => {
    const [hit] = await tx.select().from(canaryHits).where(and(eq(canaryHits.id, hitId), isNull(canaryHits.toldAt)));
    if (!hit) return;
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${`canary|${hit.incidentId}|${hit.subjectId}`}, 0))`);
    const told = await tx.select({ id: canaryHits.id }).from(canaryHits).where(and(eq(canaryHits.incidentId, hit.incidentId), eq(canaryHits.subjectId, hit.subjectId), eq(canaryHits.kind, hit.kind), sql`${canaryHits.toldAt} > clock_timestamp() - interval '1 hour'`)).limit(1);
    if (told.length > 0) return;
    const incident = await findPublishedIncident(tx, hit.incidentId);
    for (const { email, locale } of (await listAlarmReaders(tx, hit.staffId === null ? [] : [hit.staffId])).readers) {
      const t = translator(locale, "canaries");
      const values = { incident: incident?.content.title[locale] ?? "", at: formatTime(hit.at, locale, incident?.content.timeZone ?? "Asia/Seoul"), how: t(`hit.${hit.kind}`) };
      await queueMail(tx, ctx, { purpose: "canary-hit", incidentId: hit.incidentId, to: email, locale, subject: t("mail.subject"), text: [t("mail.body", values), t("mail.next")].join("\n\n") });
    }
    await tx.update(canaryHits).set({ toldAt: sql`clock_timestamp()` }).where(eq(canaryHits.id, hit.id));
  });
}
