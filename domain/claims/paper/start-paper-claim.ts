import { randomBytes, randomUUID } from "node:crypto";
import { and, eq, isNull, ne } from "drizzle-orm";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claims } from "@/db/schema/claims";
import { recordAudit } from "../../audit/record-audit";
import { findPublishedRecord, openSubject } from "../../exposure/subject-records";
import { findPublishedIncident } from "../../incidents/queries";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Invalid, NotFound, parseInput } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { holdIndexKey } from "../../keys/rotation/steady-index";
import { sealJson } from "../../keys/sealed";
import { findProgramme, getTerms, listPublishedVersions } from "../../programmes/queries";
import { reckonBenefits, totalMinor } from "../../programmes/reckon";
import { isCash } from "../../programmes/rules";
import { dayIn } from "../../rules/deadline";
import { replaceDraft } from "../end-draft";
import { claimantKey, findClaimableOfRecord } from "../find-claimable";
import { recordClaimSteps } from "../move-claim";
import { mayEnterPaperClaims } from "../policy";
import { askedBenefits } from "../questions";
import { claimantOfRecord, letterIndex } from "../record-claimant";
import { answersPlace, storeAnswers } from "../queries/read-claim";
import { signerPlace } from "../queries/read-intake";
import type { ClaimAnswers } from "../types";
import { startPaperClaimInput } from "./input";
import { answerPlaces, versionAtPost, whyNotPostmarked } from "./rules";

/**
 * Begin to enter a claim that came on paper, or come to the entry for the same record that is one's own or nobody's. It counts as filed on the day of its postmark, whatever the day it is entered, and under the terms that its signer accepted, whatever was published since. Whose
 * claim it is follows from the record, by the same key as everywhere, so a record that has a claim gets no second one; what its person has begun online and not filed gives way, and they are told, once more where the entry is dropped. @throws {Forbidden} @throws {Invalid} @throws {Conflict}
 */
export async function startPaperClaim(ctx: Context, incidentId: string, raw: unknown): Promise<{ claimId: string }> {
  authorise(ctx, mayEnterPaperClaims);
  const { staffId } = requireStaffActor(ctx);
  const { programme: slug, subjectId, postmarkedOn, termsVersion: atFoot, signer, locale, answer } = parseInput(startPaperClaimInput, raw);
  const [programme, incident, found] = await Promise.all([findProgramme(ctx.db, incidentId, slug), findPublishedIncident(ctx.db, incidentId), findPublishedRecord(ctx, incidentId, subjectId)]);
  if (!programme || !incident) throw new NotFound("programme");
  if (!found) throw new NotFound("record");
  const { timeZone } = incident.content;
  const refusal = whyNotPostmarked(postmarkedOn, { opensOn: dayIn(programme.opensAt, timeZone), lastOn: dayIn(new Date(programme.closesAt.getTime() - 1), timeZone), today: dayIn(ctx.clock.now(), timeZone) });
  if (refusal) throw refusal;
  const versions = await listPublishedVersions(ctx.db, programme.id);
  const termsVersion = atFoot ?? versionAtPost(versions, postmarkedOn, timeZone) ?? programme.termsVersion;
  if (!versions.some(({ number }) => number === termsVersion)) throw new Invalid({ termsVersion: ["choose-one"] });
  const terms = await getTerms(ctx.db, programme.id, termsVersion);
  const sealed = await openSubject(ctx, incidentId, found.record);
  const contact = answerPlaces(sealed).find(({ place }) => place === answer)?.contact;
  if (!contact) throw new Invalid({ answer: ["choose-one"] });
  const claimable = await findClaimableOfRecord(ctx, incidentId, subjectId, terms);
  if (!claimable) throw new Conflict("paper-not-eligible");
  if (contact.kind === "post" && !claimable.benefits.some(isCash)) throw new Invalid({ answer: ["codes-not-by-post"] });
  const [only, second] = claimable.benefits;
  const answers: ClaimAnswers = { contact, benefits: only && !second ? [only.slug] : [], losses: [] };
  const id = randomUUID();
  // Until it is filed it is nobody's who proves a contact: a number that is nobody's index stands for it.
  const contactIndex = randomBytes(32);
  const place = { id, incidentId };
  const [sealedAnswers, sealedSigner] = await Promise.all([sealJson(ctx.keys, answersPlace(place), storeAnswers(answers)), sealJson(ctx.keys, signerPlace(place), signer)]);
  return withTransaction(ctx, async (tx) => {
    await holdIndexKey(tx, ctx.keys, incidentId);
    const person = claimantKey(terms, claimable.record, (await letterIndex(ctx, incidentId, contact)) ?? (await claimantOfRecord(ctx, incidentId, subjectId, sealed)));
    const gone = await replaceDraft(tx, ctx, { programmeId: programme.id, claimantKey: person, contactIndex }, "paper");
    const begun = await tx
      .insert(claims)
      .values({
        ...{ id, incidentId, programmeId: programme.id, contactIndex, claimantKey: person, subjectId, datasetVersion: claimable.datasetVersion, locale, assignedTo: staffId },
        ...{ amountMinor: totalMinor(reckonBenefits(terms, askedBenefits(claimable.benefits, answers))), currency: terms.currency, termsVersion, sealedAnswers },
      })
      .onConflictDoNothing()
      .returning({ id: claims.id });
    if (begun.length === 0) return { claimId: await findEntry(tx, programme.id, person, staffId) };
    await recordClaimSteps(tx, ctx, { claimIds: [id], incidentId, from: null, to: "draft" });
    await tx.insert(claimIntakes).values({ claimId: id, way: "paper", postmarkedOn, enteredBy: staffId, sealedSigner, replaces: gone?.replaced ?? null });
    await recordAudit(tx, ctx, { action: "claim.enter-paper", object: { kind: "claim", id }, incidentId, details: { programme: slug, terms: termsVersion, subjectId: subjectId.toString(), postmarkedOn, byPost: contact.kind === "post", ...gone } });
    return { claimId: id };
  });
}

/** The entry for the same claimant, where it is one's own or can be taken by anybody. @throws {Conflict} for every other claim that is there */
async function findEntry(tx: Executor, programmeId: string, person: Buffer, staffId: string): Promise<string> {
  const [there] = await tx
    .select({ id: claims.id, state: claims.state, reference: claims.reference, heldBy: claims.assignedTo, enteredBy: claimIntakes.enteredBy })
    .from(claims)
    .leftJoin(claimIntakes, eq(claimIntakes.claimId, claims.id))
    .where(and(eq(claims.programmeId, programmeId), eq(claims.claimantKey, person), ne(claims.state, "withdrawn"), isNull(claims.restOf)));
  if (there?.state === "draft" && there.enteredBy && (there.heldBy ?? staffId) === staffId) return there.id;
  if (!there || (there.state === "draft" && !there.enteredBy)) throw new Conflict("claim-changed-meanwhile");
  throw there.state === "draft" ? new Conflict("paper-entered-by-another") : new Conflict("paper-claimed-already", { reference: there.reference ?? "" });
}
