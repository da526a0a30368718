import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { decideRequest } from "./decide-request";
import { declineRevealsInput } from "./input";
import { mayDeclineReveals } from "./policy";

/** Say no to a request for further people, with words that whoever asked will read; they may ask again. @throws {Forbidden} for oneself @throws {Invalid} @throws {NotFound} @throws {Conflict} once it is settled or its day is over */
export async function declineReveals(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayDeclineReveals);
  const { requestId, reason } = parseInput(declineRevealsInput, raw);
  await withTransaction(ctx, async (tx) => {
    const { id, staffId, day } = await decideRequest(tx, ctx, requestId, { state: "declined", declinedFor: reason });
    await recordAudit(tx, ctx, { action: "reveals.decline", object: { kind: "reveal-request", id }, reason, details: { of: staffId, day } });
  });
}
