import "server-only";
import { redirect } from "next/navigation";
import type { Locale } from "@/db/values/locales";
import { findDraftOffer } from "@/domain/claims/find-claimable";
import { findOwnDraft, getOwnClaim, getOwnClaimById, type OwnClaim } from "@/domain/claims/own-claim";
import { questionsFor, type Question, type QuestionName } from "@/domain/claims/questions";
import type { Claim, ClaimAnswers } from "@/domain/claims/types";
import type { PublishedIncident } from "@/domain/incidents/types";
import type { SubjectContext } from "@/domain/kernel/context";
import { NotFound } from "@/domain/kernel/errors";
import { getTerms } from "@/domain/programmes/queries";
import type { Benefit, Programme, ProgrammeTerms } from "@/domain/programmes/types";
import { nowhere } from "./nowhere";
import { requireProgramme } from "./programmes";
import { requireSubjectContext } from "./subject";

type Params = Promise<{ locale: string; incident: string; programme: string }>;

interface ClaimPlace {
  ctx: SubjectContext;
  incident: PublishedIncident;
  locale: Locale;
  programme: Programme;
  /** Address of the programme's claim, and the same below the incident's address. */
  base: string;
  path: string;
}

interface DraftPlace extends ClaimPlace {
  own: OwnClaim & { answers: ClaimAnswers };
  /** What can be chosen from. */
  eligible: Benefit[];
  questions: Question[];
  /** Names of what was chosen and is offered no more, because the terms or the data have changed since. */
  gone: string[];
  /** What travels with every form of the draft. */
  hidden: Record<"locale" | "incident" | "programme" | "claimId", string>;
}

/** The programme that an address names, for the person who has proven a contact. */
export async function requireClaimPlace(params: Params): Promise<ClaimPlace> {
  const { ctx, incident, locale } = await requireSubjectContext(params);
  const programme = await requireProgramme(incident.id, (await params).programme);
  const path = `/claim/${programme.slug}`;
  return { ctx, incident, locale, programme, path, base: `/${locale}/${incident.slug}${path}` };
}

/** The same with the claim that an address names by its id; the 404 page where it is none, or somebody else's. */
export async function requireOwnClaim(params: Promise<{ locale: string; incident: string; programme: string; claimId: string }>): Promise<ClaimPlace & { claim: Claim }> {
  const place = await requireClaimPlace(params);
  const claim = await getOwnClaimById(place.ctx, (await params).claimId).catch((error: unknown) => {
    if (error instanceof NotFound) nowhere();
    throw error;
  });
  if (claim.programmeId !== place.programme.id) nowhere();
  return { ...place, claim };
}

/** The same with the draft, for the pages with questions: whoever has not begun, or has filed, belongs on the first page, and so does whoever is not asked this question. */
export async function requireDraftClaim(params: Params, asked?: QuestionName): Promise<DraftPlace> {
  const place = await requireClaimPlace(params);
  const { ctx, programme, incident, locale, base } = place;
  const own = await findOwnDraft(ctx, programme.id);
  if (!own?.answers) redirect(base);
  const eligible = (await findDraftOffer(ctx, own.claim, programme.terms))?.benefits ?? [];
  const questions = questionsFor(eligible, programme.terms, own.answers, own.claim.payoutVersion > 0);
  if (eligible.length === 0 || (asked && !questions.some(({ name }) => name === asked))) redirect(base);
  const gone = await listGone(place, own.claim, own.answers, eligible);
  return { ...place, own: { ...own, answers: own.answers }, eligible, questions, gone, hidden: { locale, incident: incident.slug, programme: programme.slug, claimId: own.claim.id } };
}

async function listGone({ ctx, programme, locale }: ClaimPlace, draft: Claim, { benefits }: ClaimAnswers, eligible: readonly Benefit[]): Promise<string[]> {
  const gone = benefits.filter((slug) => !eligible.some((benefit) => benefit.slug === slug));
  if (gone.length === 0) return [];
  const known = [...programme.terms.benefits, ...(await getTerms(ctx.db, programme.id, draft.termsVersion)).benefits];
  return gone.map((slug) => known.find((benefit) => benefit.slug === slug)?.name[locale] ?? slug);
}

/** The same with a filed claim, which an address names by its reference, and the terms it was filed under. */
export async function requireFiledClaim(params: Promise<{ locale: string; incident: string; programme: string; reference: string }>): Promise<ClaimPlace & { own: OwnClaim; terms: ProgrammeTerms; hidden: DraftPlace["hidden"] }> {
  const place = await requireClaimPlace(params);
  const { ctx, incident, locale, programme } = place;
  const own = await getOwnClaim(ctx, (await params).reference).catch((error: unknown) => {
    if (error instanceof NotFound) nowhere();
    throw error;
  });
  if (own.claim.programmeId !== programme.id) nowhere();
  return { ...place, own, terms: await getTerms(ctx.db, programme.id, own.claim.termsVersion), hidden: { locale, incident: incident.slug, programme: programme.slug, claimId: own.claim.id } };
}
