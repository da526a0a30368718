import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireProgramme } from "@/app/_server/programmes";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { PaperForm } from "@/components/programmes/paper-form";
import { BackLink } from "@/components/ui/lists";
import { PrintButton } from "@/components/ui/print-button";
import { formatTime } from "@/components/ui/text";
import { contactDeskOf } from "@/domain/incidents/rules";
import { loadEnv } from "@/lib/env";

type Props = PageProps<"/[locale]/[incident]/compensation/[programme]/form">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const { terms } = await requireProgramme(incident.id, (await params).programme);
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  return { title: t("form.title", { name: terms.texts.name[locale] }) };
}

/** A programme's claim as a form on paper, for anybody: made from the published terms, to be printed, filled in by hand and posted. */
export default async function PaperFormPage({ params }: Props) {
  const { incident, locale } = await requirePublishedIncident(params);
  const programme = await requireProgramme(incident.id, (await params).programme);
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  const { content } = incident;
  const path = `/compensation/${programme.slug}`;
  const termsAt = `${loadEnv().AMENDS_URL.replace(/\/$/, "")}/${locale}/${incident.slug}${path}`;
  const post = content.contact.post[locale];
  return (
    <IncidentFrame incident={incident} locale={locale} path={`${path}/form`}>
      <div className="no-print">
        <BackLink href={`/${locale}/${incident.slug}${path}`}>{t("form.back")}</BackLink>
      </div>
      <h1 className="mb-4 text-28">{t("form.title", { name: programme.terms.texts.name[locale] })}</h1>
      <p>{t("form.intro")}</p>
      <p className="my-4 font-semibold">{t("form.until", { at: formatTime(new Date(programme.closesAt.getTime() - 1), locale, content.timeZone, true) })}</p>
      <div className="no-print my-6">
        <PrintButton>{t("form.print")}</PrintButton>
      </div>
      <section className="mb-6 break-inside-avoid rounded-6 border border-line bg-surface p-4">
        <h2 className="mb-1 text-18">{t("form.send")}</h2>
        <p className="whitespace-pre-line">{post || t("form.send-ask", { desk: contactDeskOf(content.contact)[locale] })}</p>
      </section>
      <PaperForm terms={programme.terms} version={programme.termsVersion} locale={locale} termsAt={termsAt} />
    </IncidentFrame>
  );
}
