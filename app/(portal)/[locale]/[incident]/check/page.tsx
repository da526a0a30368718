import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { offersSms } from "@/app/_server/offers-sms";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { findSubjectContext } from "@/app/_server/subject";
import { ActionForm } from "@/components/form/action-form";
import { TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { ButtonLink } from "@/components/ui/button";
import { BackLink } from "@/components/ui/lists";
import { Callout } from "@/components/ui/text";
import { requestCodeAction } from "./actions";

type Props = PageProps<"/[locale]/[incident]/check">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "lookups" });
  return { title: `${t("check.title")} · ${incident.content.organisation[locale]}` };
}

export default async function CheckPage({ params }: Props) {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "lookups" });
  const proven = await findSubjectContext(incident, locale);
  const base = `/${locale}/${incident.slug}`;
  const phones = offersSms();
  return (
    <IncidentFrame incident={incident} locale={locale} path="/check">
      <BackLink href={base}>{t("back-to-notice")}</BackLink>
      <h1 className="mb-4 text-28">{t("check.title")}</h1>
      {proven && (
        <div className="mb-6">
          <Callout title={t(phones ? "check.proven-phones" : "check.proven")}>
            <p className="mt-3">
              <ButtonLink href={`${base}/result`}>{t("check.see-result")}</ButtonLink>
            </p>
          </Callout>
        </div>
      )}
      <p className="mb-6">{t(phones ? "check.intro-phones" : "check.intro", { organisation: incident.content.organisation[locale] })}</p>
      <ActionForm action={requestCodeAction} hidden={{ locale, incident: incident.slug }}>
        {phones ? (
          <TextField name="contact" autoComplete="username" spellCheck={false} label={t("check.contact")} hint={t("check.contact-hint")} />
        ) : (
          <TextField name="contact" type="email" inputMode="email" autoComplete="email" spellCheck={false} label={t("check.email")} hint={t("check.email-hint")} />
        )}
        <SubmitButton pending={t("check.pending")}>{t("check.submit")}</SubmitButton>
      </ActionForm>
      <p className="mt-8 text-16 text-ink-soft">{t(phones ? "check.privacy-phones" : "check.privacy")}</p>
    </IncidentFrame>
  );
}
