import { getTranslations } from "next-intl/server";
import { dataClasses, isDataClass } from "@/content/data-classes";
import type { Locale } from "@/db/values/locales";
import type { EligibilityNow } from "@/domain/claims/types";
import { Panel } from "../console/page-head";
import { Callout } from "../ui/text";

/** What the data published now says of a claim's record, where the terms ask for that. `nameOf` names a benefit. */
export async function EligibilityPanel({ check, nameOf, locale }: { check: EligibilityNow | null; nameOf: (benefit: string) => string; locale: Locale }) {
  if (!check) return null;
  const t = await getTranslations({ locale, namespace: "claims-eligibility" });
  const { version, filedVersion, found, changed, lost } = check;
  return (
    <Panel title={t("title")}>
      <div className="space-y-3">
        <p>{version === null ? t("none") : t("intro", { version, filed: filedVersion })}</p>
        {version !== null && !found && <p>{t("gone")}</p>}
        {changed.length > 0 ? (
          <div>
            <p>{t("changed")}</p>
            <ul className="list-disc pl-6">
              {changed.map(({ slug, from, to }) => (
                <li key={slug}>{t("change", { name: isDataClass(slug) ? dataClasses[slug].label[locale] : slug, from: t(`evidence.${from}`), to: t(`evidence.${to}`) })}</li>
              ))}
            </ul>
          </div>
        ) : (
          found && <p>{t("same")}</p>
        )}
        {lost.length > 0 ? <Callout kind="leaked">{t("lost", { benefits: new Intl.ListFormat(locale).format(lost.map(nameOf)) })}</Callout> : <p>{t("kept")}</p>}
      </div>
    </Panel>
  );
}
