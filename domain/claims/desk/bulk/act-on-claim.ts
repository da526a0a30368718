import { may, requireStaffActor, type Context } from "../../../kernel/context";
import { NotFound, type Refusal } from "../../../kernel/errors";
import type { Executor } from "../../../kernel/transaction";
import { listClaimStaff } from "../../../staff/queries";
import type { ClaimRow } from "../../queries/read-claim";
import { whyNotTakable } from "../../rules";
import { takeRow } from "../../take-claim";
import { assignRow, holdAssigning } from "../assign-claim";
import { listMacros, listReplies, type CannedReply, type ClaimMacro } from "../macros/list-team-texts";
import { isTaken, runOnRow } from "../macros/run-macro";
import { mayLeadDesk } from "../policy";
import { whyNotAssignable } from "../rules";
import type { BulkAct } from "./bulk-input";

/** What an act needs besides its claim, read once for many. */
export interface BulkTools {
  act: BulkAct;
  people: { id: string; name: string }[];
  macro: ClaimMacro | null;
  reply: CannedReply | null;
  timeZone: string;
}

/** What an undo puts back: who had the claim before and after, and the note that was written; and what it does not: that the claim was taken into review. */
export interface BulkBefore {
  from: string | null;
  to: string | null;
  noteId: string | null;
  moved: boolean;
}

/** Read what an act needs. @throws {NotFound} for a macro that is not there any more */
export async function openTools(ctx: Context, act: BulkAct, timeZone: string): Promise<BulkTools> {
  const macro = act.kind === "macro" ? (await listMacros(ctx)).find(({ id }) => id === act.macroId) : null;
  if (macro === undefined) throw new NotFound("changed-meanwhile");
  const reply = macro ? ((await listReplies(ctx)).find(({ id }) => id === macro.steps.replyId) ?? null) : null;
  return { act, people: await listClaimStaff(ctx), macro, reply, timeZone };
}

/** Say why an act would be refused for a claim, or null. By the rule it also depends on who has room by then, which only doing it shows. */
export function whyNotActed(ctx: Context, claim: Pick<ClaimRow, "state" | "assignedTo" | "decidedBy" | "proposedBy">, { act, macro }: BulkTools): Refusal | null {
  const { staffId } = requireStaffActor(ctx);
  const by = { staffId, leads: may(ctx.actor, mayLeadDesk) };
  if (act.kind === "take" || macro?.steps.take) return isTaken(claim, staffId) ? null : whyNotTakable(claim, by);
  if (act.kind === "assign" || macro?.steps.assignMe) return whyNotAssignable(claim, by);
  return null;
}

/** Do a bulk act to one claim that the caller's transaction holds. An answer that a macro would put in is left out: it is a person who sends one. @throws {Refusal} */
export async function actOnClaim(tx: Executor, ctx: Context, claim: ClaimRow, tools: BulkTools): Promise<BulkBefore> {
  const { act, macro, people, timeZone } = tools;
  const refusal = whyNotActed(ctx, claim, tools);
  if (refusal) throw refusal;
  const { staffId } = requireStaffActor(ctx);
  if (act.kind === "assign") return { ...(await assignRow(tx, ctx, claim, act.to, people)), noteId: null, moved: false };
  if (act.kind === "take") {
    if (!isTaken(claim, staffId)) await takeRow(tx, ctx, claim);
    return { from: claim.assignedTo, to: staffId, noteId: null, moved: claim.state === "submitted" };
  }
  if (!macro) throw new NotFound("changed-meanwhile");
  const { noteId } = await runOnRow(tx, ctx, claim, { macro, reply: null, people, timeZone });
  return { from: claim.assignedTo, to: macro.steps.take || macro.steps.assignMe ? staffId : claim.assignedTo, noteId, moved: macro.steps.take && claim.state === "submitted" };
}

/** Hold the rule's lock where an act gives claims by it, before the claim is read. */
export async function holdRule(tx: Executor, act: BulkAct): Promise<void> {
  if (act.kind === "assign" && act.to === "rule") await holdAssigning(tx);
}
