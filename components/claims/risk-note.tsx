import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";

/** What people are told about the comparing of claims, where they file. */
export async function RiskNote({ locale }: { locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims-risk" });
  return (
    <details className="my-4">
      <summary className="text-accent">{t("public.title")}</summary>
      <p className="mt-2 text-ink-soft">{t("public.text")}</p>
    </details>
  );
}
