import "server-only";
import { cookies } from "next/headers";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { showsPeople } from "@/domain/alarms/rules";
import { isTooWeak, may, type Policy, type StaffContext } from "@/domain/kernel/context";
import { mintContext } from "@/domain/kernel/mint-context";
import { noteRoleUse, rolesToNote } from "@/domain/staff/note-role-use";
import { noteSessionUse } from "@/domain/staff/note-session-use";
import { isWeak, UNATTENDED_COOKIE } from "@/domain/staff/rules";
import type { StaffSession } from "@/domain/staff/types";
import { countRead } from "./count-read";
import { requireSide } from "./hosts";
import { getParts } from "./parts";
import { passkeysRequired } from "./relying-party";
import { findSession } from "./session";

export interface SignedInStaff {
  ctx: StaffContext;
  member: StaffSession;
}

/** The signed-in staff member and their context; the sign-in page for everybody else. */
const requireSignedIn = cache(async (): Promise<SignedInStaff> => {
  await requireSide("console");
  const member = await findSession();
  if (!member) redirect("/console/sign-in");
  const { staffId, sessionId, roles, proven, locale } = member;
  const weak = isWeak(member, passkeysRequired());
  return { member, ctx: mintContext(getParts(), { kind: "staff", staffId, sessionId, roles, proven, weak }, { locale }) };
});

/** Once in a request, and never what a request fails by: a database that takes no writes may still be read. */
const noteUse = cache(async ({ ctx, member }: SignedInStaff): Promise<void> => {
  if (!member.seenLongAgo) return;
  await noteSessionUse(ctx).catch((error: unknown) => ctx.log.warn({ err: error }, "session use not written"));
});

/** Which roles a request was let through by. One that comes through two gates writes each down once. */
const notedRoles = cache(() => new Set<string>());

async function noteRoles({ ctx, member }: SignedInStaff, rule: Policy): Promise<void> {
  const noted = notedRoles();
  const used = rolesToNote(rule, member.usedLongAgo).filter((role) => !noted.has(role));
  if (used.length === 0) return;
  for (const role of used) noted.add(role);
  await noteRoleUse(ctx, used).catch((error: unknown) => ctx.log.warn({ err: error }, "use of a role not written"));
}

/** A page may come through the gate more than once. */
const countOnce = cache(({ member }: SignedInStaff) => countRead(member.staffId));

/**
 * The gate of the console: every page, action and handler in it passes here with the policy of what it shows or does. At the portal's host name there is nothing of it. Strangers are sent to sign in; staff
 * without the right get the 403 page. What a page asks by itself, again and again, is `background` and keeps no session alive; a page that is drawn anew by itself is `unattended` and does not either, though it counts in all else. How strong and how fresh a proof an act needs is for `authorise` to say.
 */
export async function letIn(rule: Policy, { background = false, unattended = false } = {}): Promise<SignedInStaff> {
  const staff = await requireSignedIn();
  if (!background && !unattended) await noteUse(staff);
  if (!may(staff.ctx.actor, rule)) forbidden();
  if (background) return staff;
  await noteRoles(staff, rule);
  if (showsPeople(rule)) countOnce(staff);
  return staff;
}

/** The same for a page. Where it is for an act that the session showed too little for, to the page that says so and where a passkey is to be had, before anybody has typed anything. */
export async function requireStaff(rule: Policy): Promise<SignedInStaff> {
  const staff = await letIn(rule, { unattended: (await cookies()).has(UNATTENDED_COOKIE) });
  if (isTooWeak(staff.ctx.actor, rule)) redirect("/console/account");
  return staff;
}
