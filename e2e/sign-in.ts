import type { BrowserContext } from "@playwright/test";
import { encode } from "next-auth/jwt";
import type { Locale } from "@/db/values/locales";
import type { Role } from "@/db/values/roles";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { aStaffMember, aStaffSession, type TestStaff } from "@/test/staff";
import { withParts } from "./parts";

/** The cookie that sign-in would have left for a session id. */
export async function sessionCookie(token: string): Promise<string> {
  return encode({ token: { sid: token }, secret: process.env.E2E_SIGN_IN_SECRET ?? "" });
}

/** A new member of staff with these roles and a living session. */
export async function newStaff(parts: ProcessParts, roles: readonly Role[], options: { locale?: Locale; name?: string; session?: Parameters<typeof aStaffSession>[2] } = {}): Promise<TestStaff & { cookie: string }> {
  const member = await aStaffMember(parts, roles, options);
  return { ...member, cookie: await sessionCookie(await aStaffSession(parts, member.id, options.session)) };
}

/** Sign a browser in through the database; the sign-in page has a test of its own. */
export async function signInAs(context: BrowserContext, roles: readonly Role[], options: { locale?: Locale; name?: string; incidentId?: string; session?: Parameters<typeof aStaffSession>[2] } = {}): Promise<TestStaff> {
  const member = await withParts((parts) => newStaff(parts, roles, options));
  const url = process.env.E2E_URL ?? "";
  await context.addCookies([
    { name: "next-auth.session-token", value: member.cookie, url, httpOnly: true, sameSite: "Lax" },
    ...(options.incidentId ? [{ name: "amends-incident", value: options.incidentId, url, httpOnly: true, sameSite: "Lax" as const }] : []),
  ]);
  return member;
}
