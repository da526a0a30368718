import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { decideProposal } from "./decide-proposal";
import { withdrawFactValueInput } from "./input";
import { mayProposeFacts } from "./policy";
import { getFactValueForUpdate } from "./queries";
import { whyNotWithdrawable } from "./rules";

/** Withdraw a proposal of one's own. @throws {Forbidden} when somebody else made it @throws {Conflict} */
export async function withdrawFactValue(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayProposeFacts);
  const { staffId } = requireStaffActor(ctx);
  const { factId, number } = parseInput(withdrawFactValueInput, raw);
  await withTransaction(ctx, async (tx) => {
    const value = await getFactValueForUpdate(tx, factId, number);
    const refusal = whyNotWithdrawable(value, staffId);
    if (refusal) throw refusal;
    await decideProposal(tx, { factId, number, state: "withdrawn", decidedBy: staffId, decidedAt: ctx.clock.now(), reason: null });
    await recordAudit(tx, ctx, { action: "fact.withdraw", object: { kind: "fact", id: factId }, incidentId: value.incidentId, details: { name: value.name, number } });
  });
}
