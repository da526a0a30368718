import { sql } from "drizzle-orm";
import { recordAudit } from "../../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../../kernel/context";
import { NotFound, parseInput } from "../../../kernel/errors";
import { withTransaction, type Executor } from "../../../kernel/transaction";
import { listClaimStaff } from "../../../staff/queries";
import { getClaimForUpdate, toClaim, type ClaimRow } from "../../queries/read-claim";
import { takeRow } from "../../take-claim";
import { writeNote } from "../add-note";
import { assignRow } from "../assign-claim";
import { mayWorkClaims } from "../policy";
import { runMacroInput } from "../team-input";
import { listMacros, listReplies, replyFor, type CannedReply, type ClaimMacro } from "./list-team-texts";

type People = { id: string; name: string }[];

export interface MacroDone {
  /** The answer that it puts in, filled in for this claim; null where it has none. */
  reply: string | null;
  /** The note that it wrote. */
  noteId: string | null;
}

/**
 * Do a macro's steps to one claim: all of them or, where one is refused, none. It decides nothing, and sends nothing but the mail of a claim that is taken into review: an answer is given back, to be read and sent by a person. Days are written in
 * `timeZone`. @throws {Forbidden} @throws {Conflict} @throws {NotFound}
 */
export async function runMacro(ctx: Context, raw: unknown, timeZone: string): Promise<MacroDone> {
  authorise(ctx, mayWorkClaims);
  const { claimId, macroId } = parseInput(runMacroInput, raw);
  const [macros, replies, people] = [await listMacros(ctx), await listReplies(ctx), await listClaimStaff(ctx)];
  const macro = macros.find(({ id }) => id === macroId);
  if (!macro) throw new NotFound("changed-meanwhile");
  return withTransaction(ctx, async (tx) => {
    const claim = await getClaimForUpdate(tx, claimId);
    if (claim.state === "draft") throw new NotFound("claim");
    return runOnRow(tx, ctx, claim, { macro, reply: replies.find(({ id }) => id === macro.steps.replyId) ?? null, people, timeZone });
  });
}

/** The same for a claim that the caller's transaction holds. */
export async function runOnRow(tx: Executor, ctx: Context, claim: ClaimRow, { macro, reply, people, timeZone }: { macro: ClaimMacro; reply: CannedReply | null; people: People; timeZone: string }): Promise<MacroDone> {
  const { steps } = macro;
  if (steps.take && !isTaken(claim, requireStaffActor(ctx).staffId)) await takeRow(tx, ctx, claim);
  if (!steps.take && steps.assignMe) await assignRow(tx, ctx, claim, "me", people);
  const noteId = steps.note === "" ? null : await writeNote(tx, ctx, claim, steps.note, people);
  await recordAudit(tx, ctx, { action: "claim.macro", object: { kind: "claim", id: claim.id }, incidentId: claim.incidentId, details: { macro: macro.id } });
  return { reply: reply && replyFor(reply, toClaim(claim), await claimantsDeadline(tx, claim.id), timeZone), noteId };
}

/** Whether taking a claim would change nothing: its agent has begun. */
export function isTaken(claim: Pick<ClaimRow, "state" | "assignedTo">, staffId: string): boolean {
  return claim.state === "in-review" && claim.assignedTo === staffId;
}

/** Until when the claimant has time to hand in what was asked for; null where nothing was. */
export async function claimantsDeadline(db: Executor, claimId: string): Promise<Date | null> {
  const { rows } = await db.execute<{ due: string | null }>(sql`select min(due_at)::text as due from claim_clocks where claim_id = ${claimId} and kind = 'cure' and stage in ('running', 'soon', 'late')`);
  return rows[0]?.due ? new Date(rows[0].due) : null;
}
