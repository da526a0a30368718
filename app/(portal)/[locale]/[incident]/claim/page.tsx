import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { claimTitle } from "@/app/_server/claim-title";
import { nowhere } from "@/app/_server/nowhere";
import { isFilable, listProgrammesFor } from "@/app/_server/programmes";
import { requireSubjectContext } from "@/app/_server/subject";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { ProgrammeLinks } from "@/components/programmes/programme-links";
import { BackLink } from "@/components/ui/lists";

export const generateMetadata = claimTitle("title");

/** What is offered. With a single programme there is nothing to choose. */
export default async function ClaimPage({ params }: PageProps<"/[locale]/[incident]/claim">) {
  const { incident, locale } = await requireSubjectContext(params);
  const programmes = await listProgrammesFor(incident.id);
  const base = `/${locale}/${incident.slug}/claim`;
  const [only, second] = programmes;
  if (!only) nowhere();
  if (!second) redirect(`${base}/${only.slug}`);
  const t = await getTranslations({ locale, namespace: "claims" });
  return (
    <IncidentFrame incident={incident} locale={locale} path="/claim">
      <BackLink href={`/${locale}/${incident.slug}/result`}>{t("back-to-result")}</BackLink>
      <h1 className="mb-6 text-28">{t("title")}</h1>
      <ProgrammeLinks programmes={programmes.map((programme) => ({ programme, filable: isFilable(programme) }))} base={base} locale={locale} closed={t("closed")} />
    </IncidentFrame>
  );
}
