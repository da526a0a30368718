import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { decideRequest } from "./decide-request";
import { revealRequestInput } from "./input";
import { mayGrantReveals } from "./policy";

/** Let somebody else see the further people they asked for until the day ends. Security hears of each. @throws {Forbidden} for oneself @throws {StaleProof} @throws {NotFound} @throws {Conflict} once it is settled or its day is over */
export async function grantReveals(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayGrantReveals);
  const { requestId } = parseInput(revealRequestInput, raw);
  await withTransaction(ctx, async (tx) => {
    const { id, staffId, day, people } = await decideRequest(tx, ctx, requestId, { state: "granted" });
    await recordAudit(tx, ctx, { action: "reveals.grant", object: { kind: "reveal-request", id }, details: { of: staffId, day, people } });
  });
}
