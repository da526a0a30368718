import { eq } from "drizzle-orm";
import { staffGrants, staffMembers } from "@/db/schema/staff";
import { roles, type Role } from "@/db/values/roles";
import type { Context } from "@/domain/kernel/context";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import { hashPassword, newAuthenticator } from "@/domain/staff/credentials";
import { endOfGrant } from "@/domain/staff/grant-terms";

const names: Record<Role, string> = { support: "한도윤", lead: "남궁현", comms: "오서연", approver: "문지호", finance: "배하린", security: "신유진", admin: "류태오", auditor: "진소율" };
/** Where two people of one role are needed: who collects payments does not release them. */
const seconds: { role: Role; name: string }[] = [{ role: "finance", name: "우서진" }];

export function demoEmail(role: Role, which: "" | "-2" = ""): string {
  return `${role}${which}@haneulmall.example`;
}

/** Addresses of all the demo's staff, as they are printed. */
export const demoEmails: readonly string[] = roles.flatMap((role) => [demoEmail(role), ...(seconds.some((second) => second.role === role) ? [demoEmail(role, "-2")] : [])]);

/**
 * One member of staff per role, and a second one where the role needs two, all with one password. They exist in an embedded installation only; everywhere else the first person is added at the
 * command line and sets up their own sign-in. Returns the id of each role's person, also when they are there already.
 */
export async function seedStaff(parts: ProcessParts, password: string): Promise<Record<Role, string>> {
  const ctx = mintContext(parts, { kind: "operator" });
  const passwordHash = await hashPassword(password);
  const ids: [Role, string][] = [];
  // One after the other: each holds a connection, and sealing may ask for another.
  for (const role of roles) ids.push([role, await seedMember(ctx, parts, { role, name: names[role], email: demoEmail(role) }, passwordHash)]);
  for (const { role, name } of seconds) await seedMember(ctx, parts, { role, name, email: demoEmail(role, "-2") }, passwordHash);
  return Object.fromEntries(ids) as Record<Role, string>;
}

async function seedMember(ctx: Context, parts: ProcessParts, { role, name, email }: { role: Role; name: string; email: string }, passwordHash: string): Promise<string> {
  const [known] = await parts.db.select({ id: staffMembers.id }).from(staffMembers).where(eq(staffMembers.email, email));
  if (known) return known.id;
  return parts.db.transaction(async (tx) => {
    const [row] = await tx.insert(staffMembers).values({ email, name }).returning({ id: staffMembers.id });
    if (!row) throw new Error("insert returned no row");
    const { sealed } = await newAuthenticator(ctx, row.id, email);
    await tx.update(staffMembers).set({ passwordHash, sealedTotp: sealed }).where(eq(staffMembers.id, row.id));
    await tx.insert(staffGrants).values({ staffId: row.id, role, expiresAt: endOfGrant(role, undefined) });
    return row.id;
  });
}
