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
import { comesIn, counts } from "../staff/in-force";
import { listStaffWithRole } from "../staff/queries";
import { mayWatchAccess } from "./policy";

type Ending = { id: string; staff_id: string; name: string; email: string; locale: Locale; role: Role; expires_at: string };

/** Write, once for each role, to whoever is about to lose it, and to the administrators, who may renew it: one mail for all that end soon. @throws {Forbidden} */
export async function remindOfEnds(ctx: Context, { remind }: Pick<AccessPeriods, "remind">): Promise<void> {
  authorise(ctx, mayWatchAccess);
  await withTransaction(ctx, async (tx) => {
    const { rows } = await tx.execute<Ending>(sql`
      select g.id, g.staff_id, m.name, m.email, m.locale, g.role, g.expires_at from ${staffGrants} g join ${staffMembers} m on m.id = g.staff_id
      where g.ended_at is null and g.reminded_at is null and g.expires_at < clock_timestamp() + make_interval(days => ${remind}) and ${counts} and ${comesIn}
        -- One that was given for a few days ends as everybody knew.
        and greatest(g.granted_at, g.renewed_at) < g.expires_at - make_interval(days => ${remind})
      order by g.expires_at, m.name for update of g skip locked`);
    if (rows.length === 0) return;
    await tx.update(staffGrants).set({ remindedAt: sql`clock_timestamp()` }).where(inArray(staffGrants.id, rows.map(({ id }) => id)));
    for (const staffId of new Set(rows.map(({ staff_id }) => staff_id))) {
      const mine = rows.filter(({ staff_id }) => staff_id === staffId);
      if (mine[0]) await write(tx, ctx, mine[0], "own", mine, () => "");
    }
    for (const admin of await listStaffWithRole(tx, "admin")) await write(tx, ctx, admin, "renew", rows, ({ name }) => `${name}: `);
  });
}

async function write(tx: Executor, ctx: Context, to: { email: string; locale: Locale }, what: "own" | "renew", rows: readonly Ending[], whose: (row: Ending) => string): Promise<void> {
  const [t, tStaff] = [translator(to.locale, "access-review"), translator(to.locale, "staff")];
  const lines = rows.map((row) => `- ${whose(row)}${tStaff(`role.${row.role}`)}, ${tStaff("until", { at: formatTime(new Date(row.expires_at), to.locale) })}`);
  await queueMail(tx, ctx, { purpose: "staff-role-ends", incidentId: null, to: to.email, locale: to.locale, subject: t(`mail.${what}.subject`), text: [t(`mail.${what}.body`), lines.join("\n"), t(`mail.${what}.next`)].join("\n\n") });
}
