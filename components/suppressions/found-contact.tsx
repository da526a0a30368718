import { getTranslations } from "next-intl/server";
import { ActionForm } from "../form/action-form";
import { Choices, TextArea } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { KeyValues } from "../ui/lists";
import { Time } from "../ui/text";
import type { Locale } from "@/db/values/locales";
import { suppressionScopes } from "@/db/values/suppressions";
import type { SuppressionOfContact } from "@/domain/suppressions/types";

interface FoundContactProps {
  found: SuppressionOfContact;
  /** As it was typed: the forms below act on it again, because nothing else could name it. */
  typed: string;
  locale: Locale;
  /** What may be done about it; null for those who may look alone. */
  acts: { add: FormAction; lift: FormAction } | null;
}

/** What is known of one address, masked, and what may be done about it. */
export async function FoundContact({ found: { contact, suppressions }, typed, locale, acts }: FoundContactProps) {
  const t = await getTranslations({ locale, namespace: "suppressions" });
  const free = suppressionScopes.filter((scope) => !suppressions.some((each) => each.scope === scope));
  return (
    <>
      <p className="font-semibold">{t(suppressions.length > 0 ? "look.found" : "look.none", { contact })}</p>
      {suppressions.map(({ scope, reason, since }) => (
        <section key={scope} className="space-y-3">
          <KeyValues
            rows={[
              { name: t("scope-label"), value: t(`scope.${scope}`) },
              { name: t("reason-label"), value: t(`reason.${reason}`) },
              { name: t("look.since"), value: <Time at={since} locale={locale} /> },
            ]}
          />
          {acts && (
            <details>
              <summary className="text-accent">{t("lift.title", { scope: t(`scope.${scope}`) })}</summary>
              <ActionForm action={acts.lift} hidden={{ contact: typed, scope }} className="mt-3 space-y-3">
                <TextArea name="reason" label={t("lift.reason")} hint={t("add.reason-hint")} rows={2} maxLength={2000} />
                <SubmitButton kind="secondary">{t("lift.submit")}</SubmitButton>
              </ActionForm>
            </details>
          )}
        </section>
      ))}
      {acts && free.length > 0 && (
        <details>
          <summary className="text-accent">{t("add.title")}</summary>
          <ActionForm action={acts.add} hidden={{ contact: typed }} className="mt-3 space-y-3">
            <Choices name="scope" label={t("scope-label")} initial={free.at(-1)} options={free.map((scope) => ({ value: scope, label: t(`scope.${scope}`), hint: t(`scope-hint.${scope}`) }))} />
            <TextArea name="reason" label={t("add.reason")} hint={t("add.reason-hint")} rows={2} maxLength={2000} />
            <p className="text-ink-soft">{t("add.warning")}</p>
            <SubmitButton kind="danger">{t("add.submit")}</SubmitButton>
          </ActionForm>
        </details>
      )}
    </>
  );
}
