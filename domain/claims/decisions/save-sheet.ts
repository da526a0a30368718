import { and, eq, sql } from "drizzle-orm";
import { claimDecisions } from "@/db/schema/claims";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { sealJson } from "../../keys/sealed";
import { saveSheetInput } from "../input";
import { mayDecideClaims } from "../policy";
import { getClaimForUpdate, toClaim } from "../queries/read-claim";
import { whyNotDecidable } from "../rules";
import { findOpenDecision, nextNumber, openSheet, sheetPlace } from "./read-decision";
import { readAsked } from "./read-asked";
import { readSheetForm, storeSheet } from "./sheet-form";

/**
 * Save what its agent finds of a claim, condition by condition; half done too. `edit` is the save that was read, 0 where there was none, so that two windows of one agent cannot write over each
 * other; `payoutVersion` is the account that was on the page, which is the one that is judged. @throws {Forbidden} @throws {Conflict} @throws {Invalid} by field
 */
export async function saveSheet(ctx: Context, raw: Record<string, unknown>): Promise<{ claimId: string; edit: number }> {
  authorise(ctx, mayDecideClaims);
  const actor = requireStaffActor(ctx);
  const { claimId, edit, payoutVersion } = parseInput(saveSheetInput, raw);
  const asked = await readAsked(ctx, claimId);
  return withTransaction(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    const refusal = whyNotDecidable(toClaim(row), actor.staffId);
    if (refusal) throw refusal;
    const sheet = readSheetForm(raw, asked, asked.papers);
    const open = await findOpenDecision(tx, claimId);
    if (open?.state === "proposed") throw new Conflict("decision-proposed");
    if ((open?.edit ?? 0) !== edit || payoutVersion > row.payoutVersion) throw new Conflict("claim-changed-meanwhile");
    const place = { claimId, incidentId: row.incidentId, number: open?.number ?? (await nextNumber(tx, claimId)) };
    const { returned } = open ? await openSheet(ctx, open) : {};
    const sealedSheet = await sealJson(ctx.keys, sheetPlace(place), storeSheet({ ...sheet, ...(returned ? { returned } : {}) }));
    if (open) await tx.update(claimDecisions).set({ sealedSheet, payoutVersion, editedBy: actor.staffId, edit: sql`${claimDecisions.edit} + 1` }).where(and(eq(claimDecisions.claimId, claimId), eq(claimDecisions.number, open.number)));
    else await tx.insert(claimDecisions).values({ ...place, stage: row.state === "appealed" ? "appeal" : "first", sealedSheet, payoutVersion, editedBy: actor.staffId });
    await recordAudit(tx, ctx, { action: "claim.judge", object: { kind: "claim", id: claimId }, incidentId: row.incidentId, details: { decision: place.number, judged: sheet.judgements.length } });
    return { claimId, edit: edit + 1 };
  });
}
