import { recordAudit } from "../audit/record-audit";
import { requireSubject, type Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import type { Programme } from "../programmes/types";
import { queueClaimMail } from "./mails";
import { moveClaim } from "./move-claim";
import { getOwnClaimForUpdate } from "./own-claim";
import { openAnswers, toClaim } from "./queries/read-claim";

/** Take one's own claim back while it is not decided. One may file again until the programme closes. @throws {SignedOut} @throws {Conflict} */
export async function withdrawClaim(ctx: Context, programme: Programme): Promise<void> {
  requireSubject(ctx);
  await withTransaction(ctx, async (tx) => {
    const row = await getOwnClaimForUpdate(tx, ctx, programme.id);
    if (!["draft", "submitted", "in-review", "needs-information"].includes(row.state)) throw new Conflict("claim-decided");
    const withdrawn = await moveClaim(tx, ctx, toClaim(row), "withdrawn");
    await queueClaimMail(tx, ctx, withdrawn, await openAnswers(ctx, row), { kind: "withdrawn" });
    await recordAudit(tx, ctx, { action: "claim.withdraw", object: { kind: "claim", id: row.id }, incidentId: row.incidentId });
  });
}
