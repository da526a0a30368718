import { canaryKeys } from "@/db/schema/alarms";
import { sha256 } from "@/lib/crypto";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { newToken } from "../../staff/tokens/rules";
import { plantKeyInput } from "../input";
import { mayPlantKeys } from "../policy";

/** Make a key that opens nothing, for a place where only a thief looks. It is returned once; what is kept is its hash and where it was put. One person may: it harms nobody. @throws {Forbidden} @throws {StaleProof} */
export async function plantKey(ctx: Context, raw: unknown): Promise<{ key: string }> {
  authorise(ctx, mayPlantKeys);
  const { staffId } = requireStaffActor(ctx);
  const { place } = parseInput(plantKeyInput, raw);
  const key = newToken();
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.insert(canaryKeys).values({ place, hash: sha256(key), plantedBy: staffId }).returning({ id: canaryKeys.id });
    await recordAudit(tx, ctx, { action: "canary-key.plant", object: { kind: "canary-key", id: row?.id ?? null } });
  });
  return { key };
}
