import type { Metadata } from "next";
import { listProgrammesFor } from "@/app/_server/programmes";
import { offersSms } from "@/app/_server/offers-sms";
import { getPublishedFacts, requirePublishedIncident } from "@/app/_server/published-incident";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { IncidentView } from "@/components/incidents/incident-view";

type Props = PageProps<"/[locale]/[incident]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const { title, organisation, sections } = incident.content;
  return {
    title: `${title[locale]} · ${organisation[locale]}`,
    description: sections.whatHappened[locale].split("\n")[0],
    alternates: { languages: { ko: `/ko/${incident.slug}`, en: `/en/${incident.slug}` } },
  };
}

export default async function IncidentPage({ params }: Props) {
  const { incident, locale } = await requirePublishedIncident(params);
  const base = `/${locale}/${incident.slug}`;
  const compensation = (await listProgrammesFor(incident.id)).length > 0 ? { compensation: `${base}/claim`, programmes: `${base}/compensation` } : {};
  return (
    <IncidentFrame incident={incident} locale={locale} path="">
      <IncidentView phones={offersSms()} content={incident.content} {...(await getPublishedFacts(incident.id))} locale={locale} links={{ check: `${base}/check`, guidance: `${base}/guidance`, updates: `${base}/updates`, apology: `${base}/apology`, ...compensation }} />
    </IncidentFrame>
  );
}
