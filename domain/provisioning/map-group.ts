import { and, eq, isNull } from "drizzle-orm";
import { scimGroups, scimMembers } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Forbidden, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { followGroups } from "./follow-groups";
import { mapGroupInput } from "./input";
import { mayMapGroups } from "./policy";

/** Say which role a group of the identity provider stands for, or that it stands for none: whoever is in it has it from now on. Nobody gives themselves a role in this way, neither now nor where they come into the group later, and admin counts once another admin approves each. @throws {Forbidden} @throws {StaleProof} @throws {NotFound} */
export async function mapGroup(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayMapGroups);
  const { staffId: by } = requireStaffActor(ctx);
  const { groupId, role } = parseInput(mapGroupInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [group] = await tx.select({ role: scimGroups.role }).from(scimGroups).where(and(eq(scimGroups.id, groupId), isNull(scimGroups.deletedAt))).for("update");
    if (!group) throw new NotFound("scim-group");
    const members = await tx.select({ staffId: scimMembers.staffId }).from(scimMembers).where(eq(scimMembers.groupId, groupId));
    if (role !== null && members.some(({ staffId }) => staffId === by)) throw new Forbidden("not-oneself");
    await tx.update(scimGroups).set({ role, mappedBy: role === null ? null : by }).where(eq(scimGroups.id, groupId));
    await recordAudit(tx, ctx, { action: "provisioning.map-group", object: { kind: "scim-group", id: groupId }, details: { before: group.role, role } });
    await followGroups(tx, ctx, members.map(({ staffId }) => staffId));
  });
}
