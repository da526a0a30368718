import { and, eq, isNull, sql } from "drizzle-orm";
import { translator } from "@/content/translator";
import { staffIdentities, staffMembers, staffPasskeys, staffRecoveryCodes, staffSessions, staffSetups } from "@/db/schema/staff";
import type { Locale } from "@/db/values/locales";
import { mac } from "@/lib/crypto";
import { recordAudit } from "../audit/record-audit";
import { queueMail } from "../correspondence/queue-mail";
import { authorise, type Context } from "../kernel/context";
import { NotFound, parseInput } from "../kernel/errors";
import { newReference } from "../kernel/ids";
import { withTransaction, type Executor } from "../kernel/transaction";
import { INSTALLATION } from "../keys/key-ring";
import { tellSessionsEnded } from "./access-ended";
import { staffIdInput } from "./input";
import { mayManageStaff } from "./policy";
import { SET_UP_MS } from "./rules";

/** Keyed hash of a set-up code, bound to its person. */
export async function setUpCodeHash(ctx: Context, staffId: string, code: string): Promise<Buffer> {
  return mac((await ctx.keys.current("code", INSTALLATION)).bytes, `staff-set-up|${staffId}|${code}`);
}

/** Make a new code, forget the one before, and mail it, in the caller's transaction. */
export async function mailSetUpCode(tx: Executor, ctx: Context, member: { id: string; email: string; name: string; locale: Locale }): Promise<void> {
  // Two references' worth of random characters: 30^16 values against five tries.
  const code = `${newReference("E").slice(2)}-${newReference("E").slice(2)}`;
  const sentBy = ctx.actor.kind === "staff" ? ctx.actor.staffId : null;
  const row = { sentBy, codeHash: await setUpCodeHash(ctx, member.id, code.replaceAll("-", "")), triesLeft: 5, expiresAt: sql`clock_timestamp() + ${`${SET_UP_MS} milliseconds`}::interval` };
  await tx.insert(staffSetups).values({ staffId: member.id, ...row }).onConflictDoUpdate({ target: staffSetups.staffId, set: row });
  const t = translator(member.locale, "staff-mails");
  await queueMail(tx, ctx, {
    purpose: "staff-set-up",
    incidentId: null,
    to: member.email,
    locale: member.locale,
    subject: t("set-up.subject"),
    text: [t("set-up.greeting", { name: member.name }), t("set-up.body"), `    ${code}`, t("set-up.next"), t("set-up.warning")].join("\n\n"),
    notAfter: new Date(Date.now() + SET_UP_MS),
  });
}

/**
 * Send somebody a new set-up code because the old one ran out or their phone is lost. Whatever they could sign in with stops working at once, and so do
 * their open sessions. @throws {Forbidden} @throws {NotFound}
 */
export async function sendSetUpCode(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayManageStaff);
  const { staffId } = parseInput(staffIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [member] = await tx
      .update(staffMembers)
      .set({ passwordHash: null, sealedTotp: null })
      .where(and(eq(staffMembers.id, staffId), isNull(staffMembers.disabledAt)))
      .returning();
    if (!member) throw new NotFound("staff");
    for (const table of [staffPasskeys, staffRecoveryCodes]) await tx.delete(table).where(eq(table.staffId, staffId));
    // Whoever has their address at the company by then is linked anew.
    await tx.delete(staffIdentities).where(eq(staffIdentities.staffId, staffId));
    const ended = await tx.update(staffSessions).set({ endedAt: sql`clock_timestamp()`, endedFor: "new-set-up" }).where(and(eq(staffSessions.staffId, staffId), isNull(staffSessions.endedAt))).returning({ id: staffSessions.id });
    await tellSessionsEnded(tx, ended.map(({ id }) => id));
    await mailSetUpCode(tx, ctx, member);
    await recordAudit(tx, ctx, { action: "staff.send-set-up", object: { kind: "staff", id: staffId } });
  });
}
