import { eq } from "drizzle-orm";
import { keyAges } from "@/db/schema/keys";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { mayRotateKeys } from "../policy";
import { keyAgeInput } from "./input";

/** Say how many days keys of a kind may be in use. @throws {Forbidden} @throws {Invalid} */
export async function setKeyAge(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayRotateKeys);
  const { kind, days } = parseInput(keyAgeInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [before] = await tx.select({ days: keyAges.days }).from(keyAges).where(eq(keyAges.kind, kind)).for("update");
    await tx.update(keyAges).set({ days }).where(eq(keyAges.kind, kind));
    await recordAudit(tx, ctx, { action: "key.set-age", object: { kind: "key-kind", id: kind }, details: { from: before?.days, to: days } });
  });
}
