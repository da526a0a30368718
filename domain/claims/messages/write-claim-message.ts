import { recordAudit } from "../../audit/record-audit";
import { requireSubject, type Context } from "../../kernel/context";
import { Conflict, parseInput, TooMany } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { countUse } from "../../lookups/count-use";
import { claimMessageInput } from "../input";
import { getOwnClaimForUpdate } from "../own-claim";
import { toClaim } from "../queries/read-claim";
import { noteArrival } from "../set-flag";
import type { Claim } from "../types";
import { insertMessage } from "./read-messages";

/** How many messages one proof may write in an hour. */
const MOST = 20;

/** Write to the agents of one's own filed claim. @throws {SignedOut} @throws {Conflict} for a draft @throws {Invalid} @throws {TooMany} */
export async function writeClaimMessage(ctx: Context, raw: unknown): Promise<Claim> {
  const actor = requireSubject(ctx);
  const { claimId, text } = parseInput(claimMessageInput, raw);
  const { uses, secondsLeft } = await countUse(ctx, `claim-messages|${actor.sessionId}`, 3600);
  if (uses > MOST) throw new TooMany("browser-budget", secondsLeft);
  return withTransaction(ctx, async (tx) => {
    const row = await getOwnClaimForUpdate(tx, ctx, claimId);
    if (row.state === "draft") throw new Conflict("claim-not-filed");
    const number = await insertMessage(tx, ctx, row, { kind: "claimant" }, text);
    await noteArrival(tx, claimId);
    await recordAudit(tx, ctx, { action: "claim.write", object: { kind: "claim", id: row.id }, incidentId: row.incidentId, details: { message: number } });
    return toClaim(row);
  });
}
