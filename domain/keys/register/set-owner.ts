import { eq } from "drizzle-orm";
import { keyRegister } from "@/db/schema/keys";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { mayKeepCustodians } from "../policy";
import { ownerInput } from "./input";
import { holdColleague, openKey } from "./open-key";

/** Say who answers for a key: sees to it that it is rotated in time. Owning is not knowing. @throws {Forbidden} @throws {NotFound} @throws {Conflict} */
export async function setOwner(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayKeepCustodians);
  requireStaffActor(ctx);
  const { keyId, staffId } = parseInput(ownerInput, raw);
  await withTransaction(ctx, async (tx) => {
    const { ownerId } = await openKey(tx, keyId);
    if (staffId !== null) await holdColleague(tx, staffId);
    if (ownerId === staffId) return;
    await tx.update(keyRegister).set({ ownerId: staffId }).where(eq(keyRegister.id, keyId));
    await recordAudit(tx, ctx, { action: "key.set-owner", object: { kind: "key", id: keyId }, details: { staffId } });
  });
}
