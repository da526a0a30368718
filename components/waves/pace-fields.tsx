import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import { Choices, TextArea, TextField } from "../form/field";

/** How fast a wave goes: of all that is said of it the only part that can change on the way. */
export async function PaceFields({ locale, initial }: { locale: Locale; initial: Record<string, string> }) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const text = (name: string) => ({ name, label: t(`plan-form.${name}`), initial: initial[name] });
  return (
    <>
      <TextField {...text("perSecond")} hint={t("plan-form.perSecond-hint")} inputMode="numeric" width={10} />
      <TextArea {...text("providers")} hint={t("plan-form.providers-hint")} rows={3} />
      <fieldset className="space-y-1">
        <legend className="font-semibold">{t("plan-form.quiet")}</legend>
        <p className="text-ink-soft">{t("plan-form.quiet-hint")}</p>
        <div className="grid items-end gap-4 sm:grid-cols-2">
          <TextField {...text("quietFrom")} type="time" width={20} />
          <TextField {...text("quietTo")} type="time" width={20} />
        </div>
      </fieldset>
      <Choices
        name="portal"
        label={t("plan-form.portal")}
        initial={initial.portal ?? "follow"}
        options={[
          { value: "follow", label: t("plan-form.portal-follow"), hint: t("plan-form.portal-follow-hint") },
          { value: "alone", label: t("plan-form.portal-alone") },
        ]}
      />
    </>
  );
}

/** Names of these fields, for whoever has to know whether one of them is wrong. */
export const paceFieldNames = ["perSecond", "providers", "quietFrom", "quietTo", "portal"] as const;
