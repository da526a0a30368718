import { authorise, type Context } from "../../kernel/context";
import { claimFilterInput } from "../desk/input";
import { mayReadClaims } from "../policy";
import { countClaimsUpTo } from "./find-claim-ids";

export interface WaitingAccounts {
  /** Claims with a new account that somebody has to accept before they are paid. */
  given: number;
  /** Claims whose money came back, without another account yet. */
  awaited: number;
}

/** How many claims of an incident wait for an account, each up to `most` and one more. @throws {Forbidden} */
export async function countAccounts(ctx: Context, { id: incidentId, timeZone }: { id: string; timeZone: string }, most: number): Promise<WaitingAccounts> {
  authorise(ctx, mayReadClaims);
  const [given, awaited] = await Promise.all((["new-account", "account-awaited"] as const).map((flag) => countClaimsUpTo(ctx.db, most + 1, { incidentId, filter: claimFilterInput.parse({ flag }), staffId: null, timeZone })));
  return { given: given ?? 0, awaited: awaited ?? 0 };
}
