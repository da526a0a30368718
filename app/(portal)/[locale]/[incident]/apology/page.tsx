import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { redirect } from "next/navigation";
import { dbOf } from "@/app/_server/parts";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { Apology } from "@/components/incidents/apology";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { BackLink } from "@/components/ui/lists";
import { listPublicPostings } from "@/domain/postings/queries";
import { postingPath } from "@/domain/postings/rules";

type Props = PageProps<"/[locale]/[incident]/apology">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "incidents" });
  return { title: `${t("section.apology")} · ${incident.content.organisation[locale]}` };
}

export default async function ApologyPage({ params }: Props) {
  const { incident, locale } = await requirePublishedIncident(params);
  // An apology that is posted is the apology's page: it cannot be changed or taken away.
  const posted = (await listPublicPostings(dbOf(incident.id), incident.id)).find(({ kind }) => kind === "apology");
  if (posted) redirect(postingPath({ slug: incident.slug, number: posted.number, locale }));
  const t = await getTranslations({ locale, namespace: "incidents" });
  return (
    <IncidentFrame incident={incident} locale={locale} path="/apology">
      <BackLink href={`/${locale}/${incident.slug}`}>{t("back")}</BackLink>
      <h1 className="mb-8 mt-4 text-28 sm:text-36">{t("section.apology")}</h1>
      <Apology apology={incident.content.apology} locale={locale} />
    </IncidentFrame>
  );
}
