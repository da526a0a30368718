import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { PreviewForm } from "@/components/waves/preview-form";
import { locales, type Locale } from "@/db/values/locales";
import { previewNoticeAction, sendTestToSelfAction } from "../actions";

/** Looking before sending: the message of a recipient, masked and recorded, and a test to oneself. */
export async function LookPanels({ locale, waveId, email }: { locale: Locale; waveId: string; email: string }) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const notices = await getTranslations({ locale, namespace: "notices" });
  const languages = locales.map((value) => ({ value, label: t(`language.${value}`) }));
  return (
    <>
      <Panel title={t("preview.title")}>
        <p className="mb-3 text-ink-soft">{t("preview.text")}</p>
        <PreviewForm
          action={previewNoticeAction}
          waveId={waveId}
          languages={languages}
          words={{
            position: t("preview.position"),
            language: t("preview.language"),
            anyLanguage: t("preview.any-language"),
            submit: t("preview.submit"),
            to: t("preview.to"),
            subject: t("preview.subject"),
            sms: notices("sms.title"),
            smsParts: notices.raw("sms.parts-written") as string,
          }}
        />
      </Panel>
      <Panel title={t("test.title")}>
        <p className="mb-3 text-ink-soft">{t("test.text", { email })}</p>
        <ActionForm action={sendTestToSelfAction} hidden={{ waveId }} className="space-y-4">
          <Choices name="locale" inline label={t("test.language")} initial={locale} options={languages} />
          <SubmitButton kind="secondary">{t("test.submit")}</SubmitButton>
        </ActionForm>
      </Panel>
    </>
  );
}
