import { eq, sql } from "drizzle-orm";
import { scimMembers, scimUsers, staffMembers } from "@/db/schema/staff";
import { authorise, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { endUser } from "./end-user";
import { inOneTransaction } from "./in-one-transaction";
import { mayProvision } from "./policy";

/** End somebody's access and let the identity provider see them no more (RFC 7644 § 3.6). Their name stays with what they did. @throws {Forbidden} @throws {NotFound} */
export async function deleteUser(ctx: Context, staffId: string): Promise<void> {
  authorise(ctx, mayProvision);
  await inOneTransaction(ctx, async (within) => {
    await endUser(within, staffId);
    const tx = within.db;
    const [member] = await tx.select({ email: staffMembers.email }).from(staffMembers).where(eq(staffMembers.id, staffId));
    if (!member) throw new NotFound("staff");
    await tx.delete(scimMembers).where(eq(scimMembers.staffId, staffId));
    const deletedAt = sql`clock_timestamp()`;
    await tx.insert(scimUsers).values({ staffId, userName: member.email, deletedAt }).onConflictDoUpdate({ target: scimUsers.staffId, set: { deletedAt, changedAt: deletedAt } });
  });
}
