import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import { ActionForm } from "../form/action-form";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { Callout } from "../ui/text";

/** What was chosen and is offered no more; nothing where everything still is. */
export async function GoneBenefits({ names, locale }: { names: readonly string[]; locale: Locale }) {
  if (names.length === 0) return null;
  const t = await getTranslations({ locale, namespace: "claims-draft" });
  return (
    <div className="mb-6">
      <Callout kind="possible" title={t("gone-title")}>
        {t("gone", { names: new Intl.ListFormat(locale, { type: "unit" }).format(names) })}
      </Callout>
    </div>
  );
}

/** Says why somebody is on the page of their answers once more. */
export async function TermsChanged({ locale }: { locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims-draft" });
  return (
    <div className="mb-6" role="alert">
      <Callout kind="possible" title={t("terms-changed-title")}>
        {t("terms-changed")}
      </Callout>
    </div>
  );
}

/** Throws a draft away, in two steps. */
export async function DropDraft({ action, hidden, locale }: { action: FormAction; hidden: Record<string, string>; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims-draft" });
  return (
    <details className="no-print mt-8 border-t border-line pt-4">
      <summary className="text-accent">{t("drop-open")}</summary>
      <p className="my-3">{t("drop-text")}</p>
      <ActionForm action={action} hidden={hidden}>
        <SubmitButton kind="danger">{t("drop")}</SubmitButton>
      </ActionForm>
    </details>
  );
}
