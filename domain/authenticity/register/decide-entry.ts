import { and, eq } from "drizzle-orm";
import { registerEntries } from "@/db/schema/authenticity";
import { recordAudit } from "../../audit/record-audit";
import { requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Forbidden, NotFound, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { entryIdInput } from "../input";

/** Settle a proposal that waits. The verb above has passed its gate; here it is held that one person takes back their own and another does everything else. */
export async function decideEntry(ctx: Context, raw: unknown, state: "published" | "returned" | "withdrawn"): Promise<void> {
  const { staffId } = requireStaffActor(ctx);
  const { entryId } = parseInput(entryIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.select().from(registerEntries).where(eq(registerEntries.id, entryId)).for("update");
    if (!row) throw new NotFound("register-entry");
    if (row.state !== "proposed") throw new Conflict("entry-not-proposed");
    if (state === "withdrawn" && row.proposedBy !== staffId) throw new Forbidden("entry-own-only");
    if (state !== "withdrawn" && row.proposedBy === staffId) throw new Forbidden("second-person");
    await tx.update(registerEntries).set({ state, decidedBy: staffId, decidedAt: ctx.clock.now() }).where(and(eq(registerEntries.id, entryId), eq(registerEntries.state, "proposed")));
    await recordAudit(tx, ctx, { action: `register.${state === "published" ? "publish" : state === "returned" ? "return" : "withdraw"}`, object: { kind: "register-entry", id: entryId }, details: { kind: row.kind } });
  });
}
