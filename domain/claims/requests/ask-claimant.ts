import { max, eq } from "drizzle-orm";
import { claimRequests } from "@/db/schema/claims";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Invalid, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { sealJson } from "../../keys/sealed";
import { reckonCureDue } from "../clocks/reckon-clock";
import { startClock } from "../clocks/start-clock";
import { findOpenDecision } from "../decisions/read-decision";
import { readAsked } from "../decisions/read-asked";
import { askClaimantInput } from "../input";
import { moveClaim } from "../move-claim";
import { mayDecideClaims } from "../policy";
import { getClaimForUpdate, toClaim } from "../queries/read-claim";
import { whyNotDecidable } from "../rules";
import type { Claim } from "../types";
import { describeItems } from "./describe-items";
import { requestPlace } from "./read-request";
import { requestItemsOf } from "./rules";

/**
 * Ask a claimant for what is missing. They get exactly that list, and the day that the terms give them for it, to its end: one on which people work. The claim stays with its agent.
 * @throws {Forbidden} @throws {Conflict} @throws {Invalid}
 */
export async function askClaimant(ctx: Context, raw: unknown): Promise<Claim> {
  authorise(ctx, mayDecideClaims);
  const actor = requireStaffActor(ctx);
  const { claimId, items, note } = parseInput(askClaimantInput, raw);
  const filed = await readAsked(ctx, claimId);
  const { terms, answers } = filed;
  const offered = requestItemsOf(filed);
  if (!items.every((item) => offered.includes(item))) throw new Invalid({ items: ["choose-what"] });
  return withTransaction(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    const claim = toClaim(row);
    const refusal = whyNotDecidable(claim, actor.staffId);
    if (refusal) throw refusal;
    if (claim.state !== "in-review") throw new Conflict("claim-not-in-review");
    if ((await findOpenDecision(tx, claimId))?.state === "proposed") throw new Conflict("decision-proposed");
    const now = ctx.clock.now();
    const cureBy = await reckonCureDue(tx, ctx, row.incidentId, now, terms.cureDays);
    const [last] = await tx.select({ number: max(claimRequests.number) }).from(claimRequests).where(eq(claimRequests.claimId, claimId));
    const place = { claimId, number: (last?.number ?? 0) + 1, incidentId: row.incidentId };
    const asked = offered.filter((item) => items.includes(item));
    await tx.insert(claimRequests).values({ ...place, items: asked, askedBy: actor.staffId, askedAt: now, cureBy, sealedNote: note === "" ? null : await sealJson(ctx.keys, requestPlace(place, "sealed_note"), note) });
    const moved = await moveClaim(tx, ctx, claim, "needs-information", { kind: "asked", parts: [describeItems(asked, answers, terms, claim.locale).map((text) => `- ${text}`).join("\n"), ...(note === "" ? [] : [note])], by: cureBy });
    await startClock(tx, ctx, { claimId, incidentId: row.incidentId, kind: "cure", dueAt: cureBy });
    await recordAudit(tx, ctx, { action: "claim.ask", object: { kind: "claim", id: claimId }, incidentId: row.incidentId, details: { request: place.number, items: asked.length, until: cureBy.toISOString() } });
    return moved;
  });
}
