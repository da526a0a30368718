import { claimBenefits } from "@/db/schema/claims";
import { recordAudit } from "../audit/record-audit";
import { noticeCanary } from "../exposure/canaries/notice-canary";
import type { Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { newReference } from "../kernel/ids";
import { withTransaction } from "../kernel/transaction";
import { holdIndexKey } from "../keys/rotation/steady-index";
import { sealJson } from "../keys/sealed";
import { reckonBenefits, totalMinor } from "../programmes/reckon";
import { isCash, whyNotFilable } from "../programmes/rules";
import type { Benefit } from "../programmes/types";
import { settleReplaced } from "./end-draft";
import { findDraftOffer } from "./find-claimable";
import { fileClaimInput } from "./input";
import { moveClaim } from "./move-claim";
import { getOwnClaimById, getOwnClaimForUpdate, openOwnClaim } from "./own-claim";
import { letterIndex } from "./record-claimant";
import { programmeOfDraft } from "./programme-of-draft";
import { askedBenefits, nextQuestion, questionsFor } from "./questions";
import { answersPlace, openAnswers, storeAnswers, toClaim, type ClaimRow } from "./queries/read-claim";
import { findIntake } from "./queries/read-intake";
import { recordTraces, traceKeys } from "./risk/record-traces";
import type { ClaimOrigin } from "./risk/types";
import { whyNotByPost } from "./rules";
import type { Claim, ClaimAnswers } from "./types";

/**
 * File the claim that was begun. Filing it again gives the one that is there: a double click, two tabs and fifty parallel posts make one claim, one reference
 * and one mail. One that was withdrawn meanwhile is not filed by a form that was left open. What it rests on is read once more, from the dataset published now, and the terms are those that were on the page. What the person agrees to is kept in the
 * words they saw: that no right is waived. @throws {SignedOut} @throws {Conflict} @throws {Invalid}
 */
export async function fileClaim(ctx: Context, raw: unknown, origin: ClaimOrigin | null = null): Promise<Claim> {
  const { claimId, termsVersion } = parseInput(fileClaimInput, raw);
  // Read before the transaction, so that it holds what it locks for a short time.
  const before = await getOwnClaimById(ctx, claimId);
  await traceKeys(ctx);
  const programme = await programmeOfDraft(ctx.db, before);
  if (!programme) throw new NotFound("programme");
  const { terms } = programme;
  const [found, intake] = await Promise.all([findDraftOffer(ctx, before, terms), findIntake(ctx.db, before.id)]);
  // What was entered from paper is its person's from here on, where they are answered at a contact of theirs.
  const entry = intake?.way === "paper" ? await openOwnClaim(ctx, claimId) : null;
  return withTransaction(ctx, async (tx) => {
    await holdIndexKey(tx, ctx.keys, before.incidentId);
    const row = await getOwnClaimForUpdate(tx, ctx, claimId);
    if (row.state === "withdrawn") throw new Conflict("claim-ended");
    if (row.state !== "draft") return toClaim(row);
    if (!found) throw new Conflict("not-eligible");
    // A paper was filed on the day of its postmark, which was looked at when its entry began.
    const refusal = intake?.way === "paper" ? null : whyNotFilable(programme, ctx.clock.now());
    if (refusal) throw refusal;
    if (programme.termsVersion !== termsVersion) throw new Conflict("terms-changed");
    const answers = await openAnswers(ctx, row);
    if (!answers || nextQuestion(questionsFor(found.benefits, terms, answers, row.payoutVersion > 0)) !== null) throw new Conflict("claim-incomplete");
    const asked = askedBenefits(found.benefits, answers);
    const { chosen } = asked;
    const benefits = found.benefits.filter(({ slug }) => chosen.includes(slug));
    const byPost = whyNotByPost(answers.contact, benefits);
    if (byPost) throw byPost;
    const reckoned = reckonBenefits(terms, asked);
    const now = ctx.clock.now();
    // A paper is in the language of whoever wrote it, not of whoever enters it.
    const locale = intake?.way === "paper" ? row.locale : ctx.locale;
    const kept = await keptOf(ctx, row, answers, benefits);
    const answeredAt = entry?.answers ? await letterIndex(ctx, before.incidentId, entry.answers.contact) : null;
    const filed = await moveClaim(tx, ctx, toClaim(row), "submitted", { kind: "received" }, {
      ...kept,
      contactIndex: answeredAt ?? row.contactIndex,
      datasetVersion: found.datasetVersion,
      reference: newReference("C"),
      submittedAt: now,
      acceptedAt: now,
      acceptedText: terms.texts.noRightsWaived[locale],
      termsVersion,
      currency: terms.currency,
      amountMinor: totalMinor(reckoned),
      locale,
    });
    await tx.insert(claimBenefits).values(reckoned.map((line) => ({ claimId: filed.id, ...line })));
    await settleReplaced(tx, ctx, intake, "filed");
    await noticeCanary(tx, ctx, { incidentId: filed.incidentId, subjectId: filed.subjectId, kind: "claimed" });
    await recordTraces(tx, ctx, { ...row, ...kept, datasetVersion: found.datasetVersion }, origin);
    await recordAudit(tx, ctx, { action: "claim.file", object: { kind: "claim", id: filed.id }, incidentId: filed.incidentId, details: { programme: programme.slug, terms: termsVersion, datasetVersion: found.datasetVersion, benefits: chosen, ...(intake && { way: intake.way }) } });
    return filed;
  });
}

/** What a claim keeps of its draft: nothing that belongs to what was chosen and is not any more. */
async function keptOf(ctx: Context, row: ClaimRow, answers: ClaimAnswers, benefits: readonly Benefit[]): Promise<Pick<ClaimRow, "sealedAnswers" | "sealedPayout" | "payoutVersion">> {
  const time = benefits.some(({ kind }) => kind === "lost-time") ? answers.time : undefined;
  const sealedAnswers = await sealJson(ctx.keys, answersPlace(row), storeAnswers({ ...answers, time, benefits: benefits.map(({ slug }) => slug) }));
  return benefits.some(isCash) ? { sealedAnswers, sealedPayout: row.sealedPayout, payoutVersion: row.payoutVersion } : { sealedAnswers, sealedPayout: null, payoutVersion: 0 };
}
