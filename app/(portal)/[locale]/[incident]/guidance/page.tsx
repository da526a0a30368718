import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { findSubjectContext } from "@/app/_server/subject";
import { GuidanceSteps } from "@/components/guidance/guidance-steps";
import { Helplines } from "@/components/guidance/helplines";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { BackLink } from "@/components/ui/lists";
import { Callout } from "@/components/ui/text";
import { listTicks, orderSteps } from "@/domain/guidance/queries";
import { concernedClasses, getLookupResult } from "@/domain/lookups/get-lookup-result";
import { tickStepAction } from "./actions";

type Props = PageProps<"/[locale]/[incident]/guidance">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "guidance" });
  return { title: `${t("title")} · ${incident.content.organisation[locale]}` };
}

export default async function GuidancePage({ params }: Props) {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "guidance" });
  const base = `/${locale}/${incident.slug}`;
  const ctx = await findSubjectContext(incident, locale);
  const result = ctx && (await getLookupResult(ctx, incident));
  const mine = result ? concernedClasses(result) : [];
  // Whoever has proven nothing, or has no record, reads about everything that leaked.
  const slugs = mine.length > 0 ? mine : incident.content.leaked.map(({ slug }) => slug);
  const ticks = ctx && mine.length > 0 ? await listTicks(ctx) : null;
  return (
    <IncidentFrame incident={incident} locale={locale} path="/guidance">
      <BackLink href={mine.length > 0 ? `${base}/result` : base}>{t(mine.length > 0 ? "back-to-result" : "back-to-notice")}</BackLink>
      <h1 className="mb-4 text-28">{t("title")}</h1>
      <p className="mb-6">{t(mine.length > 0 ? "intro-mine" : "intro-all")}</p>
      {mine.length === 0 && (
        <div className="no-print mb-8">
          <Callout>
            <a href={`${base}/check`}>{t("check-first")}</a>
          </Callout>
        </div>
      )}
      <GuidanceSteps steps={orderSteps(slugs, incident.content.leaked)} ticks={ticks} locale={locale} incident={incident.slug} action={tickStepAction} />
      <Helplines locale={locale} />
    </IncidentFrame>
  );
}
