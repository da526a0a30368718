import { and, eq } from "drizzle-orm";
import { registerEntries } from "@/db/schema/authenticity";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { entryIdInput } from "../input";
import { mayEndEntries } from "../policy";

/**
 * Take something out of what is published. A key stays, retired: what it signed until now is still ours, and what bears a later date is not. One person may, because it only narrows
 * what is said to be ours. @throws {Forbidden} @throws {Conflict}
 */
export async function endEntry(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayEndEntries);
  const { staffId } = requireStaffActor(ctx);
  const { entryId } = parseInput(entryIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx
      .update(registerEntries)
      .set({ state: "ended", endedBy: staffId, endedAt: ctx.clock.now() })
      .where(and(eq(registerEntries.id, entryId), eq(registerEntries.state, "published")))
      .returning({ kind: registerEntries.kind });
    if (!row) throw new Conflict("entry-not-published");
    await recordAudit(tx, ctx, { action: "register.end", object: { kind: "register-entry", id: entryId }, details: { kind: row.kind } });
  });
}
