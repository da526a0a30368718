import { requireSide } from "@/app/_server/hosts";
import { dbOf, getParts } from "@/app/_server/parts";
import { isLocale } from "@/db/values/locales";
import { listPublishedFacts } from "@/domain/facts/queries";
import { getPublishedIncident, hasEnded } from "@/domain/incidents/queries";
import { writeAtomFeed } from "@/domain/postings/atom-feed";
import { listPublicPostings } from "@/domain/postings/queries";
import { loadEnv } from "@/lib/env";

/** What became public of an incident, for programs that look for news. */
export async function GET(_: Request, { params }: RouteContext<"/[locale]/[incident]/feed.xml">): Promise<Response> {
  await requireSide("portal");
  const { locale, incident: slug } = await params;
  const incident = isLocale(locale) ? await getPublishedIncident(getParts().db, slug) : null;
  if (!incident || !isLocale(locale)) return new Response(null, { status: (await hasEnded(getParts().db, slug)) ? 410 : 404, headers: { "cache-control": "no-store" } });
  const db = dbOf(incident.id);
  const postings = await listPublicPostings(db, incident.id);
  const { changes } = await listPublishedFacts(db, incident.id);
  return new Response(writeAtomFeed({ incident, postings, changes, portalUrl: loadEnv().AMENDS_URL, locale }), { headers: { "content-type": "application/atom+xml; charset=utf-8", "cache-control": "public, max-age=300" } });
}
