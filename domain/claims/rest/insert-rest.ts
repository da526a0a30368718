import { randomUUID } from "node:crypto";
import { z } from "zod";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claimBenefits, claims } from "@/db/schema/claims";
import type { Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import { newReference } from "../../kernel/ids";
import type { Executor } from "../../kernel/transaction";
import { openJson, sealJson } from "../../keys/sealed";
import { getTerms } from "../../programmes/queries";
import { totalMinor } from "../../programmes/reckon";
import { isCash } from "../../programmes/rules";
import { recordClaimSteps } from "../move-claim";
import { answersPlace, decisionPlace, listClaimBenefits, openAnswers, openPayout, payoutPlace, storeAnswers, type ClaimRow } from "../queries/read-claim";
import { findIntake, signerPlace } from "../queries/read-intake";
import type { ClaimDecision } from "../types";
import { remainingBenefits } from "./rules";

/**
 * Make a claim of what a decision did not grant, as that decision left it: denied, by the same people, with the same last day. From there on it is appealed, decided and paid as every other. It is no new filing, so
 * nothing counts it as one. The caller holds the first claim's row and has found that it can be appealed against. @throws {Conflict} where nothing is left under the terms
 */
export async function insertRest(tx: Executor, ctx: Context, first: ClaimRow, decision: ClaimDecision): Promise<ClaimRow> {
  // One after the other: inside a transaction they share a connection.
  const [terms, lines, answers, payout] = [await getTerms(tx, first.programmeId, first.termsVersion), await listClaimBenefits(tx, first.id), await openAnswers(ctx, first), await openPayout(ctx, first)];
  if (!answers) throw new Error("a filed claim without answers");
  const remaining = remainingBenefits({ terms, answers, lines });
  if (remaining.length === 0) throw new Conflict("claim-not-appealable");
  const place = { id: randomUUID(), incidentId: first.incidentId };
  const slugs = remaining.map(({ benefit }) => benefit);
  const account = remaining.some(isCash) ? payout : null;
  const { incidentId, programmeId, contactIndex, claimantKey, subjectId, datasetVersion, locale, currency, termsVersion, acceptedAt, acceptedText, decidedBy, proposedBy, submittedAt, decidedAt } = first;
  const [rest] = await tx
    .insert(claims)
    .values({
      ...{ id: place.id, restOf: first.id, reference: newReference("C"), state: "denied", amountMinor: totalMinor(remaining) },
      ...{ incidentId, programmeId, contactIndex, claimantKey, subjectId, datasetVersion, locale, currency, termsVersion, acceptedAt, acceptedText, decidedBy, proposedBy, submittedAt, decidedAt },
      sealedAnswers: await sealJson(ctx.keys, answersPlace(place), storeAnswers({ ...answers, benefits: slugs })),
      sealedDecision: await sealJson(ctx.keys, decisionPlace(place), { ...decision, outcome: "denied", lines: decision.lines.filter(({ benefit }) => slugs.includes(benefit)) } satisfies ClaimDecision),
      ...(account && { payoutVersion: 1, sealedPayout: await sealJson(ctx.keys, payoutPlace(place), account) }),
    })
    .returning();
  if (!rest) throw new Error("no rest");
  await tx.insert(claimBenefits).values(remaining.map((line) => ({ claimId: rest.id, ...line })));
  await copyIntake(tx, ctx, first, rest);
  await recordClaimSteps(tx, ctx, { claimIds: [rest.id], incidentId, from: null, to: "denied" });
  return rest;
}

/** How the first claim came in is how its rest did: whoever writes by post goes on writing by post, and whoever typed the claim does not grant the rest. */
async function copyIntake(tx: Executor, ctx: Context, first: ClaimRow, rest: ClaimRow): Promise<void> {
  const intake = await findIntake(tx, first.id);
  if (!intake) return;
  const signer = intake.sealedSigner && z.string().parse(await openJson(ctx.keys, signerPlace(first), intake.sealedSigner));
  const { way, postmarkedOn, enteredBy, takenOverBy, letterHandle, compared } = intake;
  await tx.insert(claimIntakes).values({ claimId: rest.id, way, postmarkedOn, enteredBy, takenOverBy, letterHandle, compared, sealedSigner: signer === null ? null : await sealJson(ctx.keys, signerPlace(rest), signer) });
}
