import type { Metadata } from "next";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { offersSms } from "@/app/_server/offers-sms";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { findAskedContactOfBrowser } from "@/app/_server/subject";
import { ActionForm } from "@/components/form/action-form";
import { CodeField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { BackLink } from "@/components/ui/lists";
import { CODE_MINUTES } from "@/domain/lookups/rules";
import { proveContactAction, resendCodeAction } from "../actions";

type Props = PageProps<"/[locale]/[incident]/check/code">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "lookups" });
  return { title: `${t("code.title")} · ${incident.content.organisation[locale]}` };
}

export default async function CodePage({ params, searchParams }: Props) {
  const { incident, locale } = await requirePublishedIncident(params);
  const base = `/${locale}/${incident.slug}`;
  const contact = await findAskedContactOfBrowser(incident.id, locale);
  if (contact === null) redirect(`${base}/check`);
  const { again } = await searchParams;
  const phone = contact.kind === "phone";
  const t = await getTranslations({ locale, namespace: "lookups" });
  const hidden = { locale, incident: incident.slug };
  return (
    <IncidentFrame incident={incident} locale={locale} path="/check/code">
      <BackLink href={`${base}/check`}>{t(offersSms() ? "code.other-contact" : "code.other-address")}</BackLink>
      <h1 className="mb-4 text-28">{t("code.title")}</h1>
      <p className="mb-6" role={again ? "status" : undefined}>
        {t(phone ? (again ? "code.sent-again-phone" : "code.sent-phone") : again ? "code.sent-again" : "code.sent", { contact: contact.masked, minutes: CODE_MINUTES })}
      </p>
      <ActionForm action={proveContactAction} hidden={hidden}>
        <CodeField name="code" label={t("code.label")} hint={t("code.hint")} />
        <SubmitButton pending={t("code.pending")}>{t("code.submit")}</SubmitButton>
      </ActionForm>
      <section className="mt-10 border-t border-line pt-6">
        <h2 className="mb-2 text-18">{t(phone ? "code.nothing-phone" : "code.nothing")}</h2>
        <p className="mb-4">{t(phone ? "code.nothing-text-phone" : "code.nothing-text")}</p>
        <ActionForm action={resendCodeAction} hidden={hidden}>
          <SubmitButton kind="secondary">{t("code.resend")}</SubmitButton>
        </ActionForm>
      </section>
    </IncidentFrame>
  );
}
