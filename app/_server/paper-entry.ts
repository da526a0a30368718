import "server-only";
import { notFound, redirect } from "next/navigation";
import { findDraftOffer } from "@/domain/claims/find-claimable";
import { openOwnClaim, type OwnClaim } from "@/domain/claims/own-claim";
import { getEntry } from "@/domain/claims/paper/queries";
import { mayEnterPaperClaims } from "@/domain/claims/policy";
import { programmeOfDraft } from "@/domain/claims/programme-of-draft";
import { questionsFor, type Question } from "@/domain/claims/questions";
import type { ClaimAnswers } from "@/domain/claims/types";
import type { StaffContext } from "@/domain/kernel/context";
import { NotFound } from "@/domain/kernel/errors";
import type { Benefit, Programme } from "@/domain/programmes/types";
import { requireIncident } from "./current-incident";
import { notFoundOr } from "./not-found-or";
import type { SignedInStaff } from "./staff";
import { withinBudget } from "./within-budget";

interface PaperEntry<Seen> extends SignedInStaff {
  incident: { id: string; slug: string; timeZone: string };
  own: OwnClaim & { answers: ClaimAnswers };
  programme: Programme;
  /** What the record may choose from; nothing once it is eligible no more. */
  eligible: Benefit[];
  questions: Question[];
  /** What the look at it shows besides. */
  seen: Seen;
}

/** The entry of a paper that an address names, for whoever it belongs to; a colleague is led to where it is handed over, one that is filed to the claim, one that was dropped to where entries begin. `look` writes down that it is shown. */
export async function requirePaperEntry<Seen>(params: Promise<{ claimId: string }>, look: (ctx: StaffContext, claimId: string) => Promise<Seen>): Promise<PaperEntry<Seen>> {
  const staff = await requireIncident(mayEnterPaperClaims);
  const { claimId } = await params;
  const own = await openOwnClaim(staff.ctx, claimId).catch((error: unknown) => {
    if (error instanceof NotFound) return null;
    throw error;
  });
  if (!own) redirect(`/console/claims/paper/${(await notFoundOr(getEntry(staff.ctx, claimId))).id}/handover`);
  if (own.claim.incidentId !== staff.incident.id) notFound();
  if (own.claim.state !== "draft") redirect(own.claim.state === "withdrawn" ? "/console/claims/paper" : `/console/claims/${own.claim.id}`);
  const programme = await programmeOfDraft(staff.ctx.db, own.claim);
  if (!programme || !own.answers) notFound();
  const eligible = (await findDraftOffer(staff.ctx, own.claim, programme.terms))?.benefits ?? [];
  const seen = await withinBudget(look(staff.ctx, own.claim.id));
  return { ...staff, seen, own: { ...own, answers: own.answers }, programme, eligible, questions: questionsFor(eligible, programme.terms, own.answers, own.claim.payoutVersion > 0) };
}
