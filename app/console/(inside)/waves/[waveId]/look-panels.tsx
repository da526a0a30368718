import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices, Select, TextField, type Option } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { PreviewForm } from "@/components/waves/preview-form";
import { locales, type Locale } from "@/db/values/locales";
import { previewNoticeAction, sendTestToSelfAction } from "../actions";

/** Looking before sending: the message of a recipient, masked and recorded, and a test to oneself. */
export async function LookPanels({ locale, waveId, email, letters }: { locale: Locale; waveId: string; email: string; letters: boolean }) {
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
          }}
        />
      </Panel>
      {letters && <LetterLook locale={locale} waveId={waveId} languages={languages} />}
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

/** The printed letter of a recipient. The answer is a PDF in a tab of its own; each press is a look at a person's record. */
async function LetterLook({ locale, waveId, languages }: { locale: Locale; waveId: string; languages: Option[] }) {
  const t = await getTranslations({ locale, namespace: "letters" });
  const words = await getTranslations({ locale, namespace: "waves" });
  return (
    <Panel title={t("preview.title")}>
      <p className="mb-3 text-ink-soft">{t("preview.text")}</p>
      <form method="post" action={`/console/waves/${waveId}/letter`} target="_blank" className="space-y-4">
        <div className="grid gap-4 sm:grid-cols-2">
          <Select name="locale" label={words("preview.language")} empty={words("preview.any-language")} options={languages} />
          <TextField name="position" type="number" inputMode="numeric" label={t("preview.position")} initial="1" width={10} />
        </div>
        <SubmitButton kind="secondary">{t("preview.submit")}</SubmitButton>
      </form>
    </Panel>
  );
}
