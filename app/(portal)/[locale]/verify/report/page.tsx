import { getTranslations } from "next-intl/server";
import { portalTitle, requireLocale } from "@/app/_server/portal-locale";
import { LimitedFile } from "@/components/form/limited-file";
import { VerifyFrame } from "@/components/authenticity/verify-frame";
import { ActionForm } from "@/components/form/action-form";
import { Choices, TextArea, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { reportWays } from "@/db/values/authenticity";
import { pictureTypes } from "@/db/values/pictures";
import { MOST_PICTURE, MOST_TEXT } from "@/domain/authenticity/rules";
import { reportFakeAction } from "./actions";

export const generateMetadata = portalTitle("verify", "report.title");

export default async function ReportPage({ params }: PageProps<"/[locale]/verify/report">) {
  const locale = await requireLocale(params);
  const t = await getTranslations({ locale, namespace: "verify" });
  return (
    <VerifyFrame locale={locale} page="report">
      <h1 className="text-28">{t("report.title")}</h1>
      <p className="mb-6 mt-4">{t("report.intro")}</p>
      <ActionForm action={reportFakeAction} hidden={{ locale }}>
        <Choices name="way" label={t("report.way")} options={reportWays.map((way) => ({ value: way, label: t(`way.${way}`) }))} inline />
        <TextArea name="text" label={t("report.text")} hint={t("report.text-hint")} rows={8} maxLength={MOST_TEXT} />
        <TextField name="sender" label={t("report.sender")} hint={t("report.sender-hint")} maxLength={300} spellCheck={false} autoComplete="off" />
        <LimitedFile name="picture" label={t("report.picture")} hint={t("report.picture-hint")} accept={pictureTypes.join(",")} most={MOST_PICTURE} tooLarge={t("report.too-large")} />
        <TextField name="contact" label={t("report.contact")} hint={t("report.contact-hint")} maxLength={200} autoComplete="email" spellCheck={false} />
        <SubmitButton pending={t("pending")}>{t("report.submit")}</SubmitButton>
      </ActionForm>
      <p className="mt-8 text-16 text-ink-soft">{t("report.privacy")}</p>
    </VerifyFrame>
  );
}
