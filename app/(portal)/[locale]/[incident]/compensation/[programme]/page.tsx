import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { nowhere } from "@/app/_server/nowhere";
import { dbOf } from "@/app/_server/parts";
import { isFilable, requireProgramme } from "@/app/_server/programmes";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { ProgrammeView } from "@/components/programmes/programme-view";
import { ButtonLink } from "@/components/ui/button";
import { BackLink } from "@/components/ui/lists";
import { PrintButton } from "@/components/ui/print-button";
import { Callout } from "@/components/ui/text";
import { getTerms, listPublishedVersions } from "@/domain/programmes/queries";

type Props = PageProps<"/[locale]/[incident]/compensation/[programme]">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const { terms } = await requireProgramme(incident.id, (await params).programme);
  return { title: `${terms.texts.name[locale]} · ${incident.content.organisation[locale]}` };
}

/** A programme's terms, dates and questions, for anybody. `?version=` shows terms that were published before, because claims were filed under them. */
export default async function ProgrammePage({ params, searchParams }: Props) {
  const { incident, locale } = await requirePublishedIncident(params);
  const programme = await requireProgramme(incident.id, (await params).programme);
  const { version } = await searchParams;
  const versions = await listPublishedVersions(dbOf(incident.id), programme.id);
  const shown = version === undefined ? versions.find(({ number }) => number === programme.termsVersion) : versions.find(({ number }) => String(number) === version);
  if (!shown) nowhere();
  const current = shown.number === programme.termsVersion;
  const terms = current ? programme.terms : await getTerms(dbOf(incident.id), programme.id, shown.number);
  const t = await getTranslations({ locale, namespace: "programmes" });
  const base = `/${locale}/${incident.slug}`;
  const path = `/compensation/${programme.slug}`;
  return (
    <IncidentFrame incident={incident} locale={locale} path={path}>
      <BackLink href={base}>{t("back")}</BackLink>
      {!current && (
        <div className="mb-6">
          <Callout kind="possible">
            {t("earlier-version")} <a href={`${base}${path}`}>{t("to-current")}</a>
          </Callout>
        </div>
      )}
      <ProgrammeView terms={terms} locale={locale} timeZone={incident.content.timeZone} version={shown} versions={versions} at={`${base}${path}`} />
      <div className="no-print mt-8 flex flex-wrap gap-3 border-t border-line pt-6">
        {current && isFilable(programme) && <ButtonLink href={`${base}/claim/${programme.slug}`}>{t("claim")}</ButtonLink>}
        {current && isFilable(programme) && (
          <ButtonLink kind="secondary" href={`${base}${path}/form`}>
            {(await getTranslations({ locale, namespace: "claims-paper" }))("form.link")}
          </ButtonLink>
        )}
        <PrintButton>{t("print")}</PrintButton>
      </div>
    </IncidentFrame>
  );
}
