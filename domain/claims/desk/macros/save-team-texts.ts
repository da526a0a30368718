import { and, eq, isNull, sql } from "drizzle-orm";
import { cannedReplies, claimMacros } from "@/db/schema/claims-team";
import { recordAudit } from "../../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../../kernel/context";
import { Conflict, Invalid, NotFound, parseInput } from "../../../kernel/errors";
import { withTransaction, type Executor } from "../../../kernel/transaction";
import { mayLeadDesk } from "../policy";
import { dropInput, saveMacroInput, saveReplyInput } from "../team-input";

/** Write a canned reply, or change one as it was read. @throws {Forbidden} @throws {Conflict} where somebody changed it meanwhile @throws {Invalid} */
export async function saveReply(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayLeadDesk);
  const { id, edit, ...reply } = parseInput(saveReplyInput, raw);
  const values = { ...reply, editedBy: requireStaffActor(ctx).staffId, editedAt: sql`clock_timestamp()` };
  await withTransaction(ctx, async (tx) => {
    const [row] =
      id === undefined
        ? await tx.insert(cannedReplies).values(values).returning({ id: cannedReplies.id })
        : await tx.update(cannedReplies).set({ ...values, edit: edit + 1 }).where(and(eq(cannedReplies.id, id), eq(cannedReplies.edit, edit), isNull(cannedReplies.droppedAt))).returning({ id: cannedReplies.id });
    if (!row) throw new Conflict("changed-meanwhile");
    await recordAudit(tx, ctx, { action: "canned-reply.save", object: { kind: "canned-reply", id: row.id } });
  });
}

/** Write a macro, or change one as it was read. @throws {Forbidden} @throws {Conflict} where somebody changed it meanwhile @throws {Invalid} */
export async function saveMacro(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayLeadDesk);
  const { id, edit, name, ...steps } = parseInput(saveMacroInput, raw);
  const values = { name, steps, editedBy: requireStaffActor(ctx).staffId, editedAt: sql`clock_timestamp()` };
  await withTransaction(ctx, async (tx) => {
    if (steps.replyId !== null && !(await livesReply(tx, steps.replyId))) throw new Invalid({ replyId: ["choose-one"] });
    const [row] =
      id === undefined
        ? await tx.insert(claimMacros).values(values).returning({ id: claimMacros.id })
        : await tx.update(claimMacros).set({ ...values, edit: edit + 1 }).where(and(eq(claimMacros.id, id), eq(claimMacros.edit, edit), isNull(claimMacros.droppedAt))).returning({ id: claimMacros.id });
    if (!row) throw new Conflict("changed-meanwhile");
    await recordAudit(tx, ctx, { action: "claim-macro.save", object: { kind: "claim-macro", id: row.id }, details: { take: steps.take, assignMe: steps.assignMe, note: steps.note !== "", reply: steps.replyId } });
  });
}

/** Take a canned reply away. Macros that put it in leave that step out. @throws {Forbidden} @throws {NotFound} */
export async function dropReply(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayLeadDesk);
  const { id } = parseInput(dropInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.update(cannedReplies).set({ droppedAt: sql`clock_timestamp()` }).where(and(eq(cannedReplies.id, id), isNull(cannedReplies.droppedAt))).returning({ id: cannedReplies.id });
    if (!row) throw new NotFound("changed-meanwhile");
    await recordAudit(tx, ctx, { action: "canned-reply.drop", object: { kind: "canned-reply", id } });
  });
}

/** Take a macro away. @throws {Forbidden} @throws {NotFound} */
export async function dropMacro(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayLeadDesk);
  const { id } = parseInput(dropInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.update(claimMacros).set({ droppedAt: sql`clock_timestamp()` }).where(and(eq(claimMacros.id, id), isNull(claimMacros.droppedAt))).returning({ id: claimMacros.id });
    if (!row) throw new NotFound("changed-meanwhile");
    await recordAudit(tx, ctx, { action: "claim-macro.drop", object: { kind: "claim-macro", id } });
  });
}

async function livesReply(tx: Executor, id: string): Promise<boolean> {
  const [row] = await tx.select({ id: cannedReplies.id }).from(cannedReplies).where(and(eq(cannedReplies.id, id), isNull(cannedReplies.droppedAt)));
  return row !== undefined;
}
