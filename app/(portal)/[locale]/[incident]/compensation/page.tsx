import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { nowhere } from "@/app/_server/nowhere";
import { isFilable, listProgrammesFor } from "@/app/_server/programmes";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { ProgrammeLinks } from "@/components/programmes/programme-links";
import { BackLink } from "@/components/ui/lists";

type Props = PageProps<"/[locale]/[incident]/compensation">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "programmes" });
  return { title: `${t("title")} · ${incident.content.organisation[locale]}` };
}

/** What is offered. With a single programme its page is this one. */
export default async function CompensationPage({ params }: Props) {
  const { incident, locale } = await requirePublishedIncident(params);
  const programmes = await listProgrammesFor(incident.id);
  const base = `/${locale}/${incident.slug}/compensation`;
  const [only, second] = programmes;
  if (!only) nowhere();
  if (!second) redirect(`${base}/${only.slug}`);
  const t = await getTranslations({ locale, namespace: "programmes" });
  return (
    <IncidentFrame incident={incident} locale={locale} path="/compensation">
      <BackLink href={`/${locale}/${incident.slug}`}>{t("back")}</BackLink>
      <h1 className="mb-6 text-28">{t("title")}</h1>
      <ProgrammeLinks programmes={programmes.map((programme) => ({ programme, filable: isFilable(programme) }))} base={base} locale={locale} closed={t("closed")} />
    </IncidentFrame>
  );
}
