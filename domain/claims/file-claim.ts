import { recordAudit } from "../audit/record-audit";
import { requireSubject, type Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import { newReference } from "../kernel/ids";
import { withTransaction } from "../kernel/transaction";
import { whyNotFilable } from "../programmes/rules";
import type { Programme } from "../programmes/types";
import { queueClaimMail } from "./mails";
import { moveClaim } from "./move-claim";
import { getOwnClaimForUpdate } from "./own-claim";
import { openAnswers, toClaim } from "./queries/read-claim";
import { findClaimableRecord } from "./start-claim";
import type { Claim } from "./types";

/**
 * File the claim that was begun. Filing it again gives the one that is there: a double click, two tabs and fifty parallel posts make one claim, one reference
 * and one mail. What it rests on is read once more, from the dataset published now. @throws {SignedOut} @throws {Conflict}
 */
export async function fileClaim(ctx: Context, programme: Programme): Promise<Claim> {
  const actor = requireSubject(ctx);
  // Read before the transaction, which must not wait for a second connection while it holds the first.
  const record = await findClaimableRecord(ctx, actor);
  return withTransaction(ctx, async (tx) => {
    const row = await getOwnClaimForUpdate(tx, ctx, programme.id);
    if (row.state !== "draft") return toClaim(row);
    const refusal = whyNotFilable(programme, ctx.clock.now());
    if (refusal) throw refusal;
    const answers = await openAnswers(ctx, row);
    if (!answers?.payout) throw new Conflict("claim-incomplete");
    if (!record) throw new Conflict("not-eligible");
    const filed = await moveClaim(tx, ctx, toClaim(row), "submitted", { ...record, reference: newReference("C"), submittedAt: ctx.clock.now(), payoutMethod: answers.payout.method, locale: ctx.locale });
    await queueClaimMail(tx, ctx, filed, answers, { kind: "received" });
    await recordAudit(tx, ctx, { action: "claim.file", object: { kind: "claim", id: filed.id }, incidentId: filed.incidentId, details: { programme: programme.slug, datasetVersion: record.datasetVersion } });
    return filed;
  });
}
