import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import { ActionForm } from "../form/action-form";
import { TextArea } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";

/** The end of an entry that is not to be filed: what that means, and why it is done, before the button. */
export async function DropEntry({ action, claimId, locale }: { action: FormAction; claimId: string; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  return (
    <details>
      <summary className="text-accent">{t("drop")}</summary>
      <ActionForm action={action} hidden={{ claimId }} className="mt-3 max-w-160 space-y-4">
        <p className="text-ink-soft">{t("drop-hint")}</p>
        <TextArea name="reason" label={t("drop-reason")} hint={t("drop-reason-hint")} rows={3} maxLength={1000} />
        <SubmitButton kind="secondary">{t("drop-submit")}</SubmitButton>
      </ActionForm>
    </details>
  );
}
