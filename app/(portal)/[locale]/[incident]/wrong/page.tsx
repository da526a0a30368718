import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { requireSubjectContext } from "@/app/_server/subject";
import { ActionForm } from "@/components/form/action-form";
import { Select, TextArea } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { BackLink } from "@/components/ui/lists";
import { dataClasses, isDataClass } from "@/content/data-classes";
import { getProvenContact } from "@/domain/lookups/proven-contact";
import { maskContact } from "@/domain/lookups/rules";
import { openEnquiryAction } from "./actions";

type Props = PageProps<"/[locale]/[incident]/wrong">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "lookups" });
  return { title: `${t("wrong.title")} · ${incident.content.organisation[locale]}` };
}

export default async function WrongPage({ params }: Props) {
  const { ctx, incident, locale } = await requireSubjectContext(params);
  const t = await getTranslations({ locale, namespace: "lookups" });
  const contact = await getProvenContact(ctx);
  const slugs = [...new Set([...incident.content.leaked.map(({ slug }) => slug), ...incident.classes.map(({ slug }) => slug).filter(isDataClass), ...incident.content.notLeaked])];
  return (
    <IncidentFrame incident={incident} locale={locale} path="/wrong">
      <BackLink href={`/${locale}/${incident.slug}/result`}>{t("back-to-result")}</BackLink>
      <h1 className="mb-4 text-28">{t("wrong.title")}</h1>
      <p className="mb-6">{t(contact.kind === "phone" ? "wrong.intro-phone" : "wrong.intro", { contact: maskContact(contact) })}</p>
      <ActionForm action={openEnquiryAction} hidden={{ locale, incident: incident.slug }}>
        <Select name="dataClass" label={t("wrong.class")} empty={t("wrong.all-classes")} options={slugs.map((slug) => ({ value: slug, label: dataClasses[slug].label[locale] }))} />
        <TextArea name="text" label={t("wrong.text")} hint={t("wrong.text-hint")} maxLength={4000} />
        <SubmitButton>{t("wrong.submit")}</SubmitButton>
      </ActionForm>
    </IncidentFrame>
  );
}
