import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { decideProposal } from "./decide-proposal";
import { returnFactValueInput } from "./input";
import { mayApproveFacts } from "./policy";
import { getFactValueForUpdate } from "./queries";
import { whyNotDecidable } from "./rules";

/** Return a proposed value to whoever made it, saying why. What the fact says stays as it is. @throws {Forbidden} @throws {Invalid} @throws {Conflict} */
export async function returnFactValue(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayApproveFacts);
  const { staffId } = requireStaffActor(ctx);
  const { factId, number, reason } = parseInput(returnFactValueInput, raw);
  await withTransaction(ctx, async (tx) => {
    const value = await getFactValueForUpdate(tx, factId, number);
    const refusal = whyNotDecidable(value, staffId);
    if (refusal) throw refusal;
    await decideProposal(tx, { factId, number, state: "returned", decidedBy: staffId, decidedAt: ctx.clock.now(), reason });
    await recordAudit(tx, ctx, { action: "fact.return", object: { kind: "fact", id: factId }, incidentId: value.incidentId, reason, details: { name: value.name, number } });
  });
}
