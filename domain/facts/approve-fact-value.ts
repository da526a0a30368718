import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { decideProposal } from "./decide-proposal";
import { approveFactValueInput } from "./input";
import { mayApproveFacts } from "./policy";
import { getFactValueForUpdate } from "./queries";
import { whyNotDecidable } from "./rules";

/**
 * Approve a proposed value: from its commit every page and wording that names the fact says it, and the public log says what was said before. Nobody approves
 * their own. @throws {Forbidden} @throws {Conflict}
 */
export async function approveFactValue(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayApproveFacts);
  const { staffId } = requireStaffActor(ctx);
  const { factId, number } = parseInput(approveFactValueInput, raw);
  await withTransaction(ctx, async (tx) => {
    const value = await getFactValueForUpdate(tx, factId, number);
    const refusal = whyNotDecidable(value, staffId);
    if (refusal) throw refusal;
    await decideProposal(tx, { factId, number, state: "approved", decidedBy: staffId, decidedAt: ctx.clock.now(), reason: null });
    await recordAudit(tx, ctx, { action: "fact.approve", object: { kind: "fact", id: factId }, incidentId: value.incidentId, details: { name: value.name, number } });
  });
}
