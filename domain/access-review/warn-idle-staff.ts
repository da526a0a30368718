import { eq, sql } from "drizzle-orm";
import type { AccessPeriods } from "@/content/access-review/periods";
import { formatTime } from "@/content/formats";
import { translator } from "@/content/translator";
import { staffMembers } from "@/db/schema/staff";
import type { Locale } from "@/db/values/locales";
import { queueMail } from "../correspondence/queue-mail";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { comesIn, isLastAdmin, lastHere } from "../staff/in-force";
import { mayWatchAccess } from "./policy";

type Idle = { id: string; email: string; locale: Locale; suspended_at: string };

/**
 * Write to whoever will be suspended within some days because they are not here, and say what keeps them: signing in once. One mail each time that somebody stays away. The last administrator is not suspended, and is not told that they will be.
 * @throws {Forbidden}
 */
export async function warnIdleStaff(ctx: Context, { idle, warn }: Pick<AccessPeriods, "idle" | "warn">): Promise<void> {
  authorise(ctx, mayWatchAccess);
  await withTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<Idle>(sql`
      select m.id, m.email, m.locale, ${lastHere} + make_interval(days => ${idle}) as suspended_at from ${staffMembers} m
      where ${comesIn} and ${lastHere} < clock_timestamp() - make_interval(days => ${idle - warn.idle}) and ${lastHere} >= clock_timestamp() - make_interval(days => ${idle})
        and coalesce(m.idle_warned_at < ${lastHere}, true)
      order by m.id for update of m skip locked`);
    for (const { id, email, locale, suspended_at: at } of rows) {
      if (await isLastAdmin(tx, id)) continue;
      await tx.update(staffMembers).set({ idleWarnedAt: sql`clock_timestamp()` }).where(eq(staffMembers.id, id));
      const t = translator(locale, "access-review");
      const values = { at: formatTime(new Date(at), locale), days: idle };
      await queueMail(tx, ctx, { purpose: "staff-idle", incidentId: null, to: email, locale, subject: t("mail.idle.subject"), text: [t("mail.idle.body", values), t("mail.idle.next")].join("\n\n") });
    }
  });
}
