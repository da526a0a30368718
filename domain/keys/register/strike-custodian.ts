import { and, eq } from "drizzle-orm";
import { keyCustodians, keyTasks } from "@/db/schema/keys";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Forbidden, NotFound, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { mayKeepCustodians } from "../policy";
import { custodianInput } from "./input";
import { openKey } from "./open-key";

/**
 * Say that somebody was entered by mistake and never had a key. Whoever asks first changes nothing; a second person's word strikes the entry. Nobody speaks for themself: striking one's own name
 * before leaving would keep a key alive that one knows. @throws {Forbidden} @throws {NotFound} @throws {Conflict} @returns whether the entry is struck now
 */
export async function strikeCustodian(ctx: Context, raw: unknown): Promise<boolean> {
  authorise(ctx, mayKeepCustodians);
  const { staffId: by } = requireStaffActor(ctx);
  const { keyId, staffId } = parseInput(custodianInput, raw);
  if (by === staffId) throw new Forbidden("key-own-entry");
  return withTransaction(ctx, async (tx) => {
    await openKey(tx, keyId);
    const entry = and(eq(keyCustodians.keyId, keyId), eq(keyCustodians.staffId, staffId));
    const [custodian] = await tx.select({ askedBy: keyCustodians.strikeAskedBy }).from(keyCustodians).where(entry).for("update");
    if (!custodian) throw new NotFound("custodian");
    const [task] = await tx.select({ keyId: keyTasks.keyId }).from(keyTasks).where(and(eq(keyTasks.keyId, keyId), eq(keyTasks.staffId, staffId)));
    if (task) throw new Conflict("key-custodian-left");
    if (custodian.askedBy === by) throw new Conflict("key-second-person");
    const struck = custodian.askedBy !== null;
    if (struck) await tx.delete(keyCustodians).where(entry);
    else await tx.update(keyCustodians).set({ strikeAskedBy: by }).where(entry);
    await recordAudit(tx, ctx, { action: struck ? "key.strike-custodian" : "key.ask-strike", object: { kind: "key", id: keyId }, details: { staffId } });
    return struck;
  });
}
