import { and, eq } from "drizzle-orm";
import { claimRequests } from "@/db/schema/claims";
import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../kernel/context";
import { Conflict, Invalid, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { sealJson } from "../../keys/sealed";
import { answerRequestInput } from "../input";
import { moveClaim } from "../move-claim";
import { takeLetter } from "../paper/take-letter";
import { getOwnClaimForUpdate } from "../own-claim";
import { toClaim } from "../queries/read-claim";
import { noteArrival } from "../set-flag";
import type { Claim } from "../types";
import { getOpenRequest, requestPlace } from "./read-request";
import { readRequestItem } from "./rules";

/**
 * Say that everything that was asked for has been sent; the claim goes back to the agent who asked. After the day it was asked for, too, as long as nobody has decided. A request for words needs some; papers and
 * account stand by themselves. Staff say so from a letter, of a claim on paper. @throws {SignedOut} @throws {Conflict} @throws {Invalid}
 */
export async function answerRequest(ctx: Context, raw: unknown): Promise<Claim> {
  const { claimId, answer } = parseInput(answerRequestInput, raw);
  return withTransaction(ctx, async (tx) => {
    const row = await getOwnClaimForUpdate(tx, ctx, claimId);
    if (row.state !== "needs-information") throw new Conflict("claim-not-asked");
    const at = await takeLetter(tx, ctx, row, "answer", raw);
    const request = await getOpenRequest(tx, claimId);
    const wantsWords = request.items.map((item) => readRequestItem(item).name).some((name) => name === "explain-loss" || name === "explain-time" || name === "other");
    if (wantsWords && answer.length < 2) throw new Invalid({ answer: ["required"] });
    const now = ctx.clock.now();
    await tx
      .update(claimRequests)
      .set({ answeredAt: now, sealedAnswer: answer === "" ? null : await sealJson(ctx.keys, requestPlace(request, "sealed_answer"), answer) })
      .where(and(eq(claimRequests.claimId, claimId), eq(claimRequests.number, request.number)));
    const moved = await moveClaim(tx, ctx, toClaim(row), "in-review", { kind: "answered" });
    await noteArrival(tx, claimId);
    await recordAudit(tx, ctx, { action: "claim.answer", object: { kind: "claim", id: claimId }, incidentId: row.incidentId, details: { request: request.number, late: at > request.cureBy } });
    return moved;
  });
}
