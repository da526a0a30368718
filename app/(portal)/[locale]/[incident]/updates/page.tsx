import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { Updates } from "@/components/incidents/facts-and-updates";
import { IncidentFrame } from "@/components/incidents/incident-frame";
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
  return (
    <IncidentFrame incident={incident} locale={locale} path="/updates">
      <BackLink href={`/${locale}/${incident.slug}`}>{t("back")}</BackLink>
      <h1 className="mb-8 mt-4 text-28 sm:text-36">{t("section.updates")}</h1>
      <Updates content={incident.content} locale={locale} />
    </IncidentFrame>
  );
}
