import { randomUUID } from "node:crypto";
import { claims } from "@/db/schema/claims";
import { recordAudit } from "../audit/record-audit";
import { requireSubject, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { sealJson } from "../keys/sealed";
import { getProvenContact, holdOwnIndex } from "../lookups/proven-contact";
import { findProgramme } from "../programmes/queries";
import { totalMinor, reckonBenefits } from "../programmes/reckon";
import { whyNotFilable } from "../programmes/rules";
import type { Programme } from "../programmes/types";
import { replaceDraft } from "./end-draft";
import { claimantKey, findUnclaimed } from "./find-claimable";
import { startClaimInput } from "./input";
import { recordClaimSteps } from "./move-claim";
import { findOwnDraft } from "./own-claim";
import { askedBenefits } from "./questions";
import { answersPlace, storeAnswers } from "./queries/read-claim";
import type { ClaimAnswers } from "./types";

/**
 * Begin a claim under a programme, or go on with the one begun before. Where nothing can be chosen, it is chosen already. A draft that was begun elsewhere for the same record gives way to whoever knows of it, and its contact is told; records
 * for which there is none come first. @throws {SignedOut} @throws {Conflict}
 */
export async function startClaim(ctx: Context, raw: unknown): Promise<Programme> {
  const actor = requireSubject(ctx);
  const { programme: slug, replace } = parseInput(startClaimInput, raw);
  const programme = await findProgramme(ctx.db, actor.incidentId, slug);
  if (!programme) throw new NotFound("programme");
  const refusal = whyNotFilable(programme, ctx.clock.now());
  if (refusal) throw refusal;
  if (await findOwnDraft(ctx, programme.id)) return programme;
  const { unclaimed, begun, entered, claimed } = await findUnclaimed(ctx, actor, programme);
  const next = unclaimed[0] ?? (replace && begun[0]);
  if (!next) {
    // A second tap may have begun it between the two looks.
    if (begun.length > 0 && (await findOwnDraft(ctx, programme.id))) return programme;
    throw new Conflict(begun.length > 0 ? "begun-elsewhere" : entered.length > 0 ? "entered-from-paper" : claimed.length > 0 ? "claimed-already" : "not-eligible");
  }
  const [only, second] = next.benefits;
  const answers: ClaimAnswers = { contact: await getProvenContact(ctx), benefits: only && !second ? [only.slug] : [], losses: [] };
  const id = randomUUID();
  const sealedAnswers = await sealJson(ctx.keys, answersPlace({ id, incidentId: actor.incidentId }), storeAnswers(answers));
  const started = await withTransaction(ctx, async (tx) => {
    const contactIndex = await holdOwnIndex(tx, ctx);
    const person = claimantKey(programme.terms, next.record, contactIndex);
    const gone = next === begun[0] ? await replaceDraft(tx, ctx, { programmeId: programme.id, claimantKey: person, contactIndex }, "contact") : null;
    const rows = await tx
      .insert(claims)
      .values({
        id,
        incidentId: actor.incidentId,
        programmeId: programme.id,
        contactIndex,
        claimantKey: person,
        subjectId: next.record.subjectId,
        datasetVersion: next.datasetVersion,
        locale: ctx.locale,
        amountMinor: totalMinor(reckonBenefits(programme.terms, askedBenefits(next.benefits, answers))),
        currency: programme.terms.currency,
        termsVersion: programme.termsVersion,
        sealedAnswers,
      })
      .onConflictDoNothing()
      .returning({ id: claims.id });
    if (rows.length === 0 && gone) throw new Conflict("claim-changed-meanwhile");
    if (rows.length === 0) return false;
    await recordClaimSteps(tx, ctx, { claimIds: [id], incidentId: actor.incidentId, from: null, to: "draft" });
    await recordAudit(tx, ctx, { action: "claim.start", object: { kind: "claim", id }, incidentId: actor.incidentId, details: { programme: programme.id, termsVersion: programme.termsVersion, ...gone } });
    return true;
  });
  if (!started && !(await findOwnDraft(ctx, programme.id))) throw new Conflict("claim-changed-meanwhile");
  return programme;
}
