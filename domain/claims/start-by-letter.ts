import { randomUUID } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claims } from "@/db/schema/claims";
import { mac, sameBytes } from "@/lib/crypto";
import { recordAudit } from "../audit/record-audit";
import { findPublishedRecord, openSubject } from "../exposure/subject-records";
import { requireSubject, type Context } from "../kernel/context";
import { Conflict, Invalid, NotFound, parseInput, TooMany } from "../kernel/errors";
import { withTransaction, type Executor } from "../kernel/transaction";
import { sealJson } from "../keys/sealed";
import { findAddressee } from "../letters/find-addressee";
import { parseHandle } from "../letters/rules";
import { countUse } from "../lookups/count-use";
import { getProvenContact, holdOwnIndex } from "../lookups/proven-contact";
import { findProgramme } from "../programmes/queries";
import { reckonBenefits, totalMinor } from "../programmes/reckon";
import { whyNotFilable } from "../programmes/rules";
import type { Programme } from "../programmes/types";
import { replaceDraft } from "./end-draft";
import { claimantKey, findClaimableOfRecord } from "./find-claimable";
import { startByLetterInput } from "./input";
import { recordClaimSteps } from "./move-claim";
import { findOwnDraft } from "./own-claim";
import { askedBenefits } from "./questions";
import { answersPlace, storeAnswers } from "./queries/read-claim";
import { claimantOfRecord } from "./record-claimant";
import type { ClaimAnswers } from "./types";

const DAY = 86_400;
/** Tries a day: for one proven contact, and for one letter whoever tries. A person slips; nobody guesses one of 30^11 numbers. */
const TRIES = { contact: 5, letter: 10 };

/**
 * Begin a claim for the record that a letter was sent to, by somebody whose proven contact is not in it: people who were told by letter alone have no other way in. The number is
 * a secret on paper in a household, so the postal code that the record holds is asked for as well, tries are counted, and staff read on the claim how it came in. A draft that was
 * begun by the same letter from elsewhere gives way, one from a contact of the record or on paper does not. Every wrong
 * pair has the same answer, whether or not there is such a letter. @throws {SignedOut} @throws {Invalid} @throws {TooMany} @throws {Conflict}
 */
export async function startByLetter(ctx: Context, raw: unknown): Promise<Programme> {
  const actor = requireSubject(ctx);
  const { incidentId } = actor;
  const { programme: slug, number, postalCode } = parseInput(startByLetterInput, raw);
  const programme = await findProgramme(ctx.db, incidentId, slug);
  if (!programme) throw new NotFound("programme");
  const refusal = whyNotFilable(programme, ctx.clock.now());
  if (refusal) throw refusal;
  if (await findOwnDraft(ctx, programme.id)) throw new Conflict("letter-finish-first");
  const handle = parseHandle(number);
  await countTry(ctx, "contact", actor.contactIndex.toString("hex"));
  if (handle) await countTry(ctx, "letter", handle);
  const addressee = handle ? await findAddressee(ctx, incidentId, handle) : null;
  const found = addressee === null ? null : await findPublishedRecord(ctx, incidentId, addressee);
  const sealed = found && (await openSubject(ctx, incidentId, found.record));
  if (!found || !handle || !(await sameCode(ctx, incidentId, postalCode, sealed?.a?.c))) throw new Invalid({ number: ["letter-wrong"] });
  const { subjectId } = found.record;
  const claimable = await findClaimableOfRecord(ctx, incidentId, subjectId, programme.terms);
  if (!claimable) throw new Conflict("letter-not-eligible");
  const [only, second] = claimable.benefits;
  const answers: ClaimAnswers = { contact: await getProvenContact(ctx), benefits: only && !second ? [only.slug] : [], losses: [] };
  const id = randomUUID();
  const sealedAnswers = await sealJson(ctx.keys, answersPlace({ id, incidentId }), storeAnswers(answers));
  await withTransaction(ctx, async (tx) => {
    const contactIndex = await holdOwnIndex(tx, ctx);
    const person = claimantKey(programme.terms, claimable.record, await claimantOfRecord(ctx, incidentId, subjectId, sealed));
    const gone = await replaceDraft(tx, ctx, { programmeId: programme.id, claimantKey: person, contactIndex }, "letter");
    const begun = await tx
      .insert(claims)
      .values({
        ...{ id, incidentId, programmeId: programme.id, contactIndex, claimantKey: person, subjectId, datasetVersion: claimable.datasetVersion, locale: ctx.locale },
        ...{ amountMinor: totalMinor(reckonBenefits(programme.terms, askedBenefits(claimable.benefits, answers))), currency: programme.terms.currency, termsVersion: programme.termsVersion, sealedAnswers },
      })
      .onConflictDoNothing()
      .returning({ id: claims.id });
    if (begun.length === 0) throw new Conflict((await isDraft(tx, programme.id, person)) ? "letter-begun-already" : "letter-claimed-already");
    await recordClaimSteps(tx, ctx, { claimIds: [id], incidentId, from: null, to: "draft" });
    await tx.insert(claimIntakes).values({ claimId: id, way: "letter", letterHandle: handle, compared: sealed?.a !== undefined });
    await recordAudit(tx, ctx, { action: "claim.start-by-letter", object: { kind: "claim", id }, incidentId, details: { programme: slug, subjectId: subjectId.toString(), compared: sealed?.a !== undefined, ...gone } });
  });
  return programme;
}

/** Whether what holds a claimant's place was begun and not filed. */
async function isDraft(tx: Executor, programmeId: string, person: Buffer): Promise<boolean> {
  const rows = await tx.select({ id: claims.id }).from(claims).where(and(eq(claims.programmeId, programmeId), eq(claims.claimantKey, person), eq(claims.state, "draft")));
  return rows.length > 0;
}

/** Right and wrong tries count alike, before anything is looked up. */
async function countTry(ctx: Context, of: keyof typeof TRIES, name: string): Promise<void> {
  const { uses, secondsLeft } = await countUse(ctx, `claim-letter-${of}|${name}`, DAY);
  if (uses > TRIES[of]) throw new TooMany("letter-tries", secondsLeft);
}

/** Whether a typed postal code is the record's, compared under the incident's key: letters and digits alone. A record that has none any more is not asked about. */
async function sameCode(ctx: Context, incidentId: string, typed: string, known: string | undefined): Promise<boolean> {
  if (known === undefined) return true;
  const key = (await ctx.keys.current("blind-index", incidentId)).bytes;
  const traceOf = (code: string) => mac(key, `postal-code:${code.normalize("NFKC").toUpperCase().replaceAll(/[^\p{L}\p{N}]/gu, "")}`);
  return sameBytes(traceOf(typed), traceOf(known));
}
