import { sql } from "drizzle-orm";
import { mayWatchCanaries } from "../exposure/canaries/policy";
import { noticeCanary } from "../exposure/canaries/notice-canary";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";

/**
 * Look whether codes were asked for to planted addresses. It is done apart from the asking, which reads no record and takes everybody the same time; so it may be a minute late. A request that had not committed at the last look is found at the next, and none is told of twice. @throws {Forbidden}
 */
export async function watchCanaries(ctx: Context): Promise<void> {
  authorise(ctx, mayWatchCanaries);
  await withTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<{ incident_id: string; subject_id: string; until: string; asked: boolean }>(sql`
      select c.incident_id, c.subject_id, clock_timestamp()::text as until, exists (
        select from code_mails m where m.address_index = any (c.addresses) and m.incident_id = c.incident_id and m.created_at > greatest(c.planted_at, c.asked_until - interval '1 minute')
          and not exists (select from canary_hits h where h.incident_id = c.incident_id and h.subject_id = c.subject_id and h.kind = 'asked' and h.at > m.created_at)) as asked
      from canaries c where c.state = 'planted' for update of c`);
    for (const { incident_id: incidentId, subject_id: subjectId, until, asked } of rows) {
      if (asked) await noticeCanary(tx, ctx, { incidentId, subjectId: BigInt(subjectId), kind: "asked" });
      await tx.execute(sql`update canaries set asked_until = ${until}::timestamptz where incident_id = ${incidentId} and subject_id = ${subjectId}`);
    }
  });
}
