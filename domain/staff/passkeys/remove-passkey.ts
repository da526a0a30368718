import { and, eq } from "drizzle-orm";
import { staffMembers, staffPasskeys } from "@/db/schema/staff";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Forbidden, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { mayKeepPasskeys } from "../policy";
import { needsStrongProof } from "../rules";
import { removePasskeyInput } from "./input";
import { mailAboutSignIn } from "./mail-about-sign-in";
import { requireOwnPasskey } from "./require-own-passkey";

/** Remove a passkey of one's own, having shown one, or come with a recovery code. The last one stays where a role needs one: its person would be locked out of what they are there for. One of somebody else is not there. @throws {Forbidden} @throws {Conflict} */
export async function removePasskey(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayKeepPasskeys);
  const actor = requireStaffActor(ctx);
  const { staffId, roles } = actor;
  const { passkeyId } = parseInput(removePasskeyInput, raw);
  await requireOwnPasskey(ctx.db, actor);
  await withTransaction(ctx, async (tx) => {
    // Of two that are removed at once the second sees that it is the last.
    await tx.select({ id: staffMembers.id }).from(staffMembers).where(eq(staffMembers.id, staffId)).for("update");
    const own = await tx.select({ id: staffPasskeys.id }).from(staffPasskeys).where(eq(staffPasskeys.staffId, staffId));
    const id = own.find((passkey) => passkey.id.toString("base64url") === passkeyId)?.id;
    if (!id) throw new Conflict("passkey-gone");
    if (own.length === 1 && needsStrongProof(roles)) throw new Forbidden("passkey-last");
    await tx.delete(staffPasskeys).where(and(eq(staffPasskeys.id, id), eq(staffPasskeys.staffId, staffId)));
    await mailAboutSignIn(tx, ctx, staffId, "passkey-removed");
    await recordAudit(tx, ctx, { action: "staff.remove-passkey", object: { kind: "staff", id: staffId } });
  });
}
