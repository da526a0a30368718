import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import { Callout, Time } from "../ui/text";

/** Says of a claim that its person was erased, so that nobody takes what is missing for a fault. */
export async function ErasedNote({ at, locale, timeZone }: { at: Date; locale: Locale; timeZone: string }) {
  const t = await getTranslations({ locale, namespace: "erasures" });
  return (
    <div className="mb-4">
      <Callout title={t("claim-title")}>
        <Time at={at} locale={locale} timeZone={timeZone} />. {t("claim-text")}
      </Callout>
    </div>
  );
}
