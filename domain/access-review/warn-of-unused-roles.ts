import { inArray, sql } from "drizzle-orm";
import type { AccessPeriods } from "@/content/access-review/periods";
import { formatTime } from "@/content/formats";
import { translator } from "@/content/translator";
import { staffGrants, staffMembers } from "@/db/schema/staff";
import type { Locale } from "@/db/values/locales";
import type { Role } from "@/db/values/roles";
import { queueMail } from "../correspondence/queue-mail";
import { authorise, type Context } from "../kernel/context";
import { withTransaction, type Executor } from "../kernel/transaction";
import { comesIn, counts, isLastAdmin, lastOfUse } from "../staff/in-force";
import { mayWatchAccess } from "./policy";

type Unused = { id: string; staff_id: string; email: string; locale: Locale; role: Role; taken_at: string };

/**
 * Write to whoever will lose a role within some days because it is of no use, one mail for all of theirs: once for each role, until it is of use again. Of one that ends by itself before that, its end has been said already (`remindOfEnds`). The last
 * administrator keeps the role, and is told nothing. @throws {Forbidden}
 */
export async function warnOfUnusedRoles(ctx: Context, { unused, warn }: Pick<AccessPeriods, "unused" | "warn">): Promise<void> {
  authorise(ctx, mayWatchAccess);
  await withTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<Unused>(sql`
      select g.id, g.staff_id, m.email, m.locale, g.role, ${lastOfUse} + make_interval(days => ${unused}) as taken_at from ${staffGrants} g join ${staffMembers} m on m.id = g.staff_id
      where ${counts} and ${comesIn} and ${lastOfUse} < clock_timestamp() - make_interval(days => ${unused - warn.unused}) and ${lastOfUse} >= clock_timestamp() - make_interval(days => ${unused})
        and ${lastOfUse} + make_interval(days => ${unused}) < g.expires_at and coalesce(g.unused_warned_at < ${lastOfUse}, true)
      order by ${lastOfUse}, g.id for update of g skip locked`);
    const ending: Unused[] = [];
    for (const row of rows) if (row.role !== "admin" || !(await isLastAdmin(tx, row.staff_id))) ending.push(row);
    for (const staffId of new Set(ending.map(({ staff_id }) => staff_id))) await write(tx, ctx, ending.filter(({ staff_id }) => staff_id === staffId), unused);
  });
}

async function write(tx: Executor, ctx: Context, roles: readonly Unused[], days: number): Promise<void> {
  const [first] = roles;
  if (!first) return;
  await tx.update(staffGrants).set({ unusedWarnedAt: sql`clock_timestamp()` }).where(inArray(staffGrants.id, roles.map(({ id }) => id)));
  const [t, tStaff] = [translator(first.locale, "access-review"), translator(first.locale, "staff")];
  const lines = roles.map((row) => `- ${tStaff(`role.${row.role}`)}, ${tStaff("until", { at: formatTime(new Date(row.taken_at), first.locale) })}`);
  await queueMail(tx, ctx, { purpose: "staff-role-unused", incidentId: null, to: first.email, locale: first.locale, subject: t("mail.unused.subject"), text: [t("mail.unused.body", { days }), lines.join("\n"), t("mail.unused.next")].join("\n\n") });
}
