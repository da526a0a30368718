import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { claimIdInput } from "./input";
import { moveClaim } from "./move-claim";
import { getOwnClaimForUpdate } from "./own-claim";
import { takeLetter } from "./paper/take-letter";
import { toClaim } from "./queries/read-claim";
import type { Claim } from "./types";

/** Take one's own claim back while it is not decided; one that is taken back already stays so. One may file again until the programme closes. @throws {SignedOut} @throws {NotFound} @throws {Conflict} */
export async function withdrawClaim(ctx: Context, raw: unknown): Promise<Claim> {
  const { claimId } = parseInput(claimIdInput, raw);
  return withTransaction(ctx, async (tx) => {
    const row = await getOwnClaimForUpdate(tx, ctx, claimId);
    if (row.state === "withdrawn") return toClaim(row);
    if (!["draft", "submitted", "in-review", "needs-information"].includes(row.state)) throw new Conflict("claim-decided");
    // What staff enter they drop, with a reason; once it is filed it is the claimant's, and a letter of theirs has to say so.
    if (row.state === "draft" && ctx.actor.kind === "staff") throw new NotFound("claim");
    await takeLetter(tx, ctx, row, "withdrawal", raw);
    const withdrawn = await moveClaim(tx, ctx, toClaim(row), "withdrawn", { kind: "withdrawn" });
    await recordAudit(tx, ctx, { action: "claim.withdraw", object: { kind: "claim", id: row.id }, incidentId: row.incidentId });
    return withdrawn;
  });
}
