import "server-only";
import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";

const reasons = ["company-unknown", "company-unverified", "company-other", "company-ended", "company-locked", "company-weak", "company-stale", "company-stranger", "company-signed-out", "company-failed", "staff-suspended"] as const;

/** Why the company's sign-in led to nothing, in words; null for whatever else an address may say. */
export async function refusalInWords(said: unknown, locale: Locale): Promise<string | null> {
  const reason = reasons.find((known) => known === said);
  return reason ? (await getTranslations({ locale, namespace: "errors" }))(reason) : null;
}
