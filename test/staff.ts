import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { generate } from "otplib";
import { staffGrants, staffMembers, staffSessions } from "@/db/schema/staff";
import type { Locale } from "@/db/values/locales";
import type { Role } from "@/db/values/roles";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { hashPassword, newAuthenticator } from "@/domain/staff/credentials";
import { makeToken } from "@/domain/staff/tokens/make-token";
import { randomToken, sha256 } from "@/lib/crypto";
import { staffContext } from "./contexts";

export interface TestStaff {
  id: string;
  email: string;
  name: string;
}

/** A member of staff in the database, with roles given by the operator. */
export async function aStaffMember(parts: ProcessParts, roles: readonly Role[], options: { locale?: Locale; name?: string } = {}): Promise<TestStaff> {
  const email = `${roles[0] ?? "nobody"}-${randomUUID().slice(0, 8)}@haneulmall.example`;
  const name = options.name ?? `담당 ${email.slice(0, 6)}`;
  const [row] = await parts.db.insert(staffMembers).values({ email, name, locale: options.locale ?? "ko" }).returning({ id: staffMembers.id });
  if (!row) throw new Error("no member");
  if (roles.length > 0) await parts.db.insert(staffGrants).values(roles.map((role) => ({ staffId: row.id, role })));
  return { id: row.id, email, name };
}

/** Password and authenticator for a member; the function returned gives the code of a step. */
export async function withCredentials(parts: ProcessParts, member: TestStaff, password: string): Promise<{ code: (offsetSeconds?: number) => Promise<string> }> {
  const { sealed, secret } = await newAuthenticator(staffContext(parts, []), member.id, member.email);
  await parts.db.update(staffMembers).set({ passwordHash: await hashPassword(password), sealedTotp: sealed }).where(eq(staffMembers.id, member.id));
  return { code: (offset = 0) => generate({ secret, epoch: Math.floor(Date.now() / 1000) + offset }) };
}

/** A living session of a member, as sign-in would have left it. */
export async function aStaffSession(parts: ProcessParts, staffId: string, row: Partial<typeof staffSessions.$inferInsert> = {}): Promise<string> {
  const token = randomToken();
  await parts.db.insert(staffSessions).values({ id: sha256(token), staffId, expiresAt: new Date(Date.now() + 3_600_000), ...row });
  return token;
}

/** A living API token of a member, as they would have made it. */
export async function aToken(parts: ProcessParts, staffId: string, name = `program ${randomUUID().slice(0, 8)}`): Promise<string> {
  return (await makeToken(staffContext(parts, ["auditor"], staffId), { name })).token;
}
