import { and, eq, isNotNull, isNull, sql } from "drizzle-orm";
import { cannedReplies, claimMacros } from "@/db/schema/claims-team";
import { recordAudit } from "../../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../../kernel/context";
import { Conflict, Invalid, NotFound, parseInput } from "../../../kernel/errors";
import { withTransaction, type Executor } from "../../../kernel/transaction";
import { mayLeadDesk } from "../policy";
import { saveMacroInput, saveReplyInput, teamTextInput, type TeamText } from "../team-input";

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

/** Take a canned reply or a macro away; macros that put the reply in leave that step out. @throws {Forbidden} @throws {NotFound} */
export async function dropText(ctx: Context, raw: unknown): Promise<TeamText> {
  return setDropped(ctx, raw, true);
}

/** Take back the deletion of a canned reply or a macro. @throws {Forbidden} @throws {NotFound} */
export async function restoreText(ctx: Context, raw: unknown): Promise<TeamText> {
  return setDropped(ctx, raw, false);
}

async function setDropped(ctx: Context, raw: unknown, drop: boolean): Promise<TeamText> {
  authorise(ctx, mayLeadDesk);
  const text = parseInput(teamTextInput, raw);
  const table = text.kind === "claim-macro" ? claimMacros : cannedReplies;
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx
      .update(table)
      .set({ droppedAt: drop ? sql`clock_timestamp()` : null })
      .where(and(eq(table.id, text.id), drop ? isNull(table.droppedAt) : isNotNull(table.droppedAt)))
      .returning({ id: table.id });
    if (!row) throw new NotFound("changed-meanwhile");
    await recordAudit(tx, ctx, { action: `${text.kind}.${drop ? "drop" : "restore"}`, object: text });
  });
  return text;
}

async function livesReply(tx: Executor, id: string): Promise<boolean> {
  const [row] = await tx.select({ id: cannedReplies.id }).from(cannedReplies).where(and(eq(cannedReplies.id, id), isNull(cannedReplies.droppedAt)));
  return row !== undefined;
}
