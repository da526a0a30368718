import { inArray } from "drizzle-orm";
import { keyRegister } from "@/db/schema/keys";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { mayRecordKeys } from "../policy";
import { enterKey } from "./enter-key";
import { fingerprintOf } from "./fingerprint";
import type { HeldSecret } from "./types";

export interface RecordedKeys {
  /** Those held that were retired: whoever holds one works with what others may know. */
  retired: string[];
}

/**
 * Enter what a process holds into the register. The first of its name is in use at once; another one beside it is `next` until `amends keys rotate` says that it has taken over,
 * so that processes can be restarted one by one. Nothing is written at an ordinary start.
 */
export async function recordKeys(ctx: Context, secrets: readonly HeldSecret[]): Promise<RecordedKeys> {
  authorise(ctx, mayRecordKeys);
  const held = await Promise.all(secrets.map(async ({ value, ...secret }) => ({ ...secret, fingerprint: await fingerprintOf(ctx.keys, { ...secret, value }) })));
  if (held.length === 0) return { retired: [] };
  const known = await ctx.db.select({ id: keyRegister.id, fingerprint: keyRegister.fingerprint, state: keyRegister.state }).from(keyRegister).where(inArray(keyRegister.fingerprint, held.map(({ fingerprint }) => fingerprint)));
  for (const key of held.filter((each) => known.every((row) => !row.fingerprint.equals(each.fingerprint)))) {
    await withTransaction(ctx, async (tx) => {
      const entered = await enterKey(tx, key);
      if (entered) await recordAudit(tx, ctx, { action: "key.record", object: { kind: "key", id: entered.id }, details: { kind: key.kind, name: key.name, state: entered.state } });
    });
  }
  return { retired: known.filter(({ state }) => state === "retired" || state === "destroyed").map(({ id }) => id) };
}
