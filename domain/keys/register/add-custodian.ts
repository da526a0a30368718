import { keyCustodians } from "@/db/schema/keys";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { mayKeepCustodians } from "../policy";
import { custodianInput } from "./input";
import { holdColleague, openKey } from "./open-key";

/** Write down that somebody has had a key in their hands. From then on the key is to be rotated when they leave. @throws {Forbidden} @throws {Conflict} */
export async function addCustodian(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayKeepCustodians);
  const { staffId: addedBy } = requireStaffActor(ctx);
  const { keyId, staffId } = parseInput(custodianInput, raw);
  await withTransaction(ctx, async (tx) => {
    await openKey(tx, keyId);
    await holdColleague(tx, staffId);
    const added = await tx.insert(keyCustodians).values({ keyId, staffId, addedBy }).onConflictDoNothing().returning({ keyId: keyCustodians.keyId });
    if (added.length === 0) throw new Conflict("key-custodian-already");
    await recordAudit(tx, ctx, { action: "key.add-custodian", object: { kind: "key", id: keyId }, details: { staffId } });
  });
}
