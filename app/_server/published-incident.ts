import "server-only";
import { redirect } from "next/navigation";
import { cache } from "react";
import { isLocale, type Locale } from "@/db/values/locales";
import { listPublishedFacts } from "@/domain/facts/queries";
import { getPublishedIncident, listPublishedIncidents, hasEnded } from "@/domain/incidents/queries";
import type { PublishedIncident } from "@/domain/incidents/types";
import { requireSide } from "./hosts";
import { nowhere } from "./nowhere";
import { dbOf, getParts } from "./parts";

// A page and its metadata ask for the same incident; one request reads it once.
const find = cache((slug: string) => getPublishedIncident(getParts().db, slug));

/** The published incident and the language that a portal page's address names; the 404 page when either does not exist, and where the incident was erased the one that says so (410). */
export async function requirePublishedIncident(params: Promise<{ locale: string; incident: string }>): Promise<{ incident: PublishedIncident; locale: Locale }> {
  const { locale, incident: slug } = await params;
  await requireSide("portal");
  if (!isLocale(locale)) nowhere();
  const incident = await find(slug);
  if (!incident) {
    if (await hasEnded(getParts().db, slug)) redirect(`/${locale}/${slug}/ended`);
    nowhere();
  }
  return { incident, locale };
}

/** An incident's facts as the public is told them, and what they said before. */
export const getPublishedFacts = cache((incidentId: string) => listPublishedFacts(dbOf(incidentId), incidentId));

/** Everything published here, for the portal's first page. */
export const getPublishedIncidents = cache(() => listPublishedIncidents(getParts().db));
