import { and, eq, isNull, sql } from "drizzle-orm";
import { canaryKeys } from "@/db/schema/alarms";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { liftKeyInput } from "../input";
import { mayPlantKeys } from "../policy";

/** Take a planted key out of watch; it stays in the list. @throws {Forbidden} @throws {StaleProof} @throws {Conflict} when it is done already */
export async function liftKey(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayPlantKeys);
  const { staffId } = requireStaffActor(ctx);
  const { keyId } = parseInput(liftKeyInput, raw);
  await withTransaction(ctx, async (tx) => {
    const lifted = await tx.update(canaryKeys).set({ liftedBy: staffId, liftedAt: sql`clock_timestamp()` }).where(and(eq(canaryKeys.id, keyId), isNull(canaryKeys.liftedAt))).returning({ id: canaryKeys.id });
    if (lifted.length === 0) throw new Conflict("planted-key-lifted");
    await recordAudit(tx, ctx, { action: "canary-key.lift", object: { kind: "canary-key", id: keyId } });
  });
}
