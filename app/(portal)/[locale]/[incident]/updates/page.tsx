import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { getPublishedFacts, requirePublishedIncident } from "@/app/_server/published-incident";
import { FactChanges } from "@/components/facts/published-facts";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { Updates } from "@/components/incidents/updates";
import { BackLink } from "@/components/ui/lists";

type Props = PageProps<"/[locale]/[incident]/updates">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "incidents" });
  return { title: `${t("section.updates")} · ${incident.content.organisation[locale]}` };
}

export default async function UpdatesPage({ params }: Props) {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "incidents" });
  const facts = await getTranslations({ locale, namespace: "facts" });
  const { changes } = await getPublishedFacts(incident.id);
  return (
    <IncidentFrame incident={incident} locale={locale} path="/updates">
      <BackLink href={`/${locale}/${incident.slug}`}>{t("back")}</BackLink>
      <h1 className="mb-8 mt-4 text-28 sm:text-36">{t("section.updates")}</h1>
      <Updates content={incident.content} locale={locale} />
      {changes.length > 0 && (
        <section id="facts" aria-labelledby="facts-title" className="mt-12 scroll-mt-4">
          <h2 id="facts-title" className="mb-4 text-22">
            {facts("changes")}
          </h2>
          <FactChanges changes={changes} locale={locale} timeZone={incident.content.timeZone} />
        </section>
      )}
    </IncidentFrame>
  );
}
