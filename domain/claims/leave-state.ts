import { inArray } from "drizzle-orm";
import { claimDecisions, claimRequests } from "@/db/schema/claims";
import type { ClaimState } from "@/db/values/claim-states";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { unpropose } from "./decisions/unpropose";
import { isOpenRequest } from "./requests/read-request";

/**
 * End what belongs to the state that some claims leave, whichever way they leave it: what was asked for and not answered is closed, by nobody, and what was proposed and not made waits for no second person.
 * `moveClaim` calls this in its transaction, which holds the claims; whoever ended it by name before is left alone.
 */
export async function leaveState(tx: Executor, ctx: Context, claimIds: readonly string[], from: ClaimState): Promise<void> {
  if (from === "needs-information") await tx.update(claimRequests).set({ closedAt: ctx.clock.now() }).where(isOpenRequest(claimIds));
  if (from === "in-review" || from === "appealed") await unpropose(tx, inArray(claimDecisions.claimId, [...claimIds]));
}
