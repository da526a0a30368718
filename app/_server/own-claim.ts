import "server-only";
import { redirect } from "next/navigation";
import { findOwnClaim, type OwnClaim } from "@/domain/claims/own-claim";
import type { SubjectContext } from "@/domain/kernel/context";
import type { Locale } from "@/db/values/locales";
import type { PublishedIncident } from "@/domain/incidents/types";
import type { Programme } from "@/domain/programmes/types";
import { nowhere } from "./nowhere";
import { findProgrammeFor } from "./programmes";
import { requireSubjectContext } from "./subject";

interface ClaimPlace {
  ctx: SubjectContext;
  incident: PublishedIncident;
  locale: Locale;
  programme: Programme;
  own: OwnClaim | null;
  /** Address of the claim's first page. */
  base: string;
}

/** The programme that is offered and what the person has of a claim under it; the 404 page where nothing is offered. */
export async function requireClaimPlace(params: Promise<{ locale: string; incident: string }>): Promise<ClaimPlace> {
  const { ctx, incident, locale } = await requireSubjectContext(params);
  const programme = await findProgrammeFor(incident.id);
  if (!programme) nowhere();
  return { ctx, incident, locale, programme, own: await findOwnClaim(ctx, programme.id), base: `/${locale}/${incident.slug}/claim` };
}

/** The same for the pages with questions: whoever has not begun, or has filed, belongs on the first page. */
export async function requireDraftClaim(params: Promise<{ locale: string; incident: string }>): Promise<ClaimPlace & { own: OwnClaim }> {
  const { own, ...place } = await requireClaimPlace(params);
  if (own?.claim.state !== "draft") redirect(place.base);
  return { ...place, own };
}
