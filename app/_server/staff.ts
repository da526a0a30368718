import "server-only";
import { forbidden, redirect } from "next/navigation";
import { cache } from "react";
import { may, type Policy, type StaffContext } from "@/domain/kernel/context";
import { mintContext } from "@/domain/kernel/mint-context";
import { noteSessionUse } from "@/domain/staff/note-session-use";
import type { StaffSession } from "@/domain/staff/types";
import { getParts } from "./parts";
import { findSession } from "./session";

export interface SignedInStaff {
  ctx: StaffContext;
  member: StaffSession;
}

/** The signed-in staff member and their context; the sign-in page for everybody else. */
const requireSignedIn = cache(async (): Promise<SignedInStaff> => {
  const member = await findSession();
  if (!member) redirect("/console/sign-in");
  const { staffId, sessionId, roles, proven, locale } = member;
  return { member, ctx: mintContext(getParts(), { kind: "staff", staffId, sessionId, roles, proven }, { locale }) };
});

/** Once in a request, and never what a request fails by: a database that takes no writes may still be read. */
const noteUse = cache(async ({ ctx, member }: SignedInStaff): Promise<void> => {
  if (!member.seenLongAgo) return;
  await noteSessionUse(ctx).catch((error: unknown) => ctx.log.warn({ err: error }, "session use not written"));
});

/**
 * The gate of the console: every page, action and handler in it passes here with the policy of what it shows or does. Strangers are sent to sign in; staff
 * without the right get the 403 page. What a page asks by itself, again and again, is `background` and keeps no session alive.
 */
export async function requireStaff(rule: Policy, { background = false } = {}): Promise<SignedInStaff> {
  const staff = await requireSignedIn();
  if (!background) await noteUse(staff);
  if (!may(staff.ctx.actor, rule)) forbidden();
  return staff;
}
