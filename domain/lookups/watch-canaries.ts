import { sql } from "drizzle-orm";
import { openCanary } from "../exposure/canaries/canary-record";
import { mayWatchCanaries } from "../exposure/canaries/policy";
import { noticeCanary } from "../exposure/canaries/notice-canary";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { anyOf, installationIndexes } from "../keys/sealed";

/**
 * Look whether codes were asked for to planted addresses. It is done apart from the asking, which reads no record and takes everybody the same time; so it is some seconds late. A request that had not committed at the last look is found at the next, and none is told of twice. @throws {Forbidden}
 */
export async function watchCanaries(ctx: Context): Promise<void> {
  authorise(ctx, mayWatchCanaries);
  await withTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<{ incident_id: string; subject_id: string; sealed: Buffer; until: string }>(sql`
      select incident_id, subject_id, sealed, clock_timestamp()::text as until from canaries where state = 'planted' for update`);
    for (const { incident_id: incidentId, subject_id, sealed, until } of rows) {
      const subjectId = BigInt(subject_id);
      const { e: emails, p: phones = [] } = await openCanary(ctx, { incidentId, subjectId, sealed });
      const indexes = await installationIndexes(ctx.keys, [...emails.map((email) => `email:${email}`), ...phones.map((phone) => `phone:${phone}`)]);
      const { rows: [found] } = await tx.execute<{ asked: boolean }>(sql`
        select exists (
          select from code_mails m where m.address_index = ${anyOf(indexes.flatMap(({ forms }) => forms))} and m.incident_id = c.incident_id and m.created_at > greatest(c.planted_at, c.asked_until - interval '1 minute')
            and not exists (select from canary_hits h where h.incident_id = c.incident_id and h.subject_id = c.subject_id and h.kind = 'asked' and h.at > m.created_at)) as asked
        from canaries c where c.incident_id = ${incidentId} and c.subject_id = ${subjectId}`);
      if (found?.asked) await noticeCanary(tx, ctx, { incidentId, subjectId, kind: "asked" });
      await tx.execute(sql`update canaries set asked_until = ${until}::timestamptz where incident_id = ${incidentId} and subject_id = ${subjectId}`);
    }
  });
}
