import { getTranslations } from "next-intl/server";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { LimitedFile } from "@/components/form/limited-file";
import { PageHead } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, FilterChips } from "@/components/ui/lists";
import { entryKinds } from "@/db/values/authenticity";
import { pictureTypes } from "@/db/values/pictures";
import { localeNames, locales, type Locale } from "@/db/values/locales";
import { mayProposeEntries } from "@/domain/authenticity/policy";
import { MOST_PICTURE } from "@/domain/authenticity/rules";
import { proposeEntryAction } from "../actions";

export const generateMetadata = staffTitle("authenticity", "new.title");

export default async function NewEntryPage({ searchParams }: PageProps<"/console/authenticity/register/new">) {
  const { member } = await requireStaff(mayProposeEntries);
  const { locale } = member;
  const wanted = (await searchParams).kind;
  const kind = entryKinds.find((one) => one === wanted) ?? "mail-address";
  const t = await getTranslations({ locale, namespace: "authenticity" });
  return (
    <div className="max-w-180">
      <BackLink href="/console/authenticity/register">{t("register.title")}</BackLink>
      <PageHead title={t("new.title")}>{t("new.intro")}</PageHead>
      <div className="mb-6">
        <FilterChips label={t("new.kind")} chips={entryKinds.map((one) => ({ href: `/console/authenticity/register/new?kind=${one}`, text: t(`kind.${one}`), current: one === kind }))} />
      </div>
      <ActionForm key={kind} action={proposeEntryAction} hidden={{ kind }}>
        {kind === "dkim-key" ? <KeyFields locale={locale} /> : kind === "fake" ? <FakeFields locale={locale} /> : <SenderFields locale={locale} kind={kind} />}
        <p className="text-ink-soft">{t("new.second")}</p>
        <SubmitButton>{t("new.submit")}</SubmitButton>
      </ActionForm>
    </div>
  );
}

async function SenderFields({ locale, kind }: { locale: Locale; kind: string }) {
  const t = await getTranslations({ locale, namespace: "authenticity" });
  return (
    <>
      <TextField name="value" label={t(`kind.${kind}`)} hint={t(`value-hint.${kind}`)} maxLength={254} spellCheck={false} autoComplete="off" />
      {locales.map((language) => (
        <TextField key={language} name={`use.${language}`} label={t("field.use", { language: localeNames[language] })} hint={t("field.use-hint")} maxLength={200} />
      ))}
    </>
  );
}

async function KeyFields({ locale }: { locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "authenticity" });
  return (
    <>
      <TextField name="domain" label={t("field.domain")} hint={t("field.domain-hint")} maxLength={253} spellCheck={false} autoComplete="off" />
      <TextField name="selector" label={t("field.selector")} hint={t("field.selector-hint")} maxLength={63} spellCheck={false} autoComplete="off" width={20} />
      <TextArea name="publicKey" label={t("field.public-key")} hint={t("field.public-key-hint")} rows={5} maxLength={4000} />
      <TextField name="from" type="date" label={t("field.from")} hint={t("field.from-hint")} width={20} />
      <TextField name="until" type="date" label={t("field.until")} hint={t("field.until-hint")} width={20} />
    </>
  );
}

async function FakeFields({ locale }: { locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "authenticity" });
  return (
    <>
      <TextField name="since" type="date" label={t("field.since")} width={20} />
      {locales.map((language) => (
        <div key={language} className="space-y-4 border-t border-line pt-4">
          <TextField name={`title.${language}`} label={t("field.title", { language: localeNames[language] })} maxLength={160} />
          <TextArea name={`looks.${language}`} label={t("field.looks", { language: localeNames[language] })} hint={t("field.looks-hint")} rows={5} maxLength={3000} />
          <TextArea name={`recognise.${language}`} label={t("field.recognise", { language: localeNames[language] })} rows={5} maxLength={3000} />
        </div>
      ))}
      <LimitedFile name="picture" label={t("field.picture")} hint={t("field.picture-hint")} accept={pictureTypes.join(",")} most={MOST_PICTURE} tooLarge={t("field.picture-too-large")} />
    </>
  );
}
