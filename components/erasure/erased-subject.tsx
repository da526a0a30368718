import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { Erasure } from "@/domain/erasure/types";
import { shownNumber } from "@/domain/exposure/rules";

/** The beginning of a contact's keyed value, by which people tell one from another. */
export function shownContact(contact: string): string {
  return contact.slice(0, 8);
}

/** What an erasure is about, without a name: a record, a contact without one, or, as `whole` says it, the incident. */
export async function ErasedSubject({ erasure: { subjectId, contact }, whole, locale }: { erasure: Pick<Erasure, "subjectId" | "contact">; whole: string; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "erasures" });
  if (subjectId !== null) return t("person", { subject: shownNumber(subjectId) });
  return contact === null ? whole : t("contact", { trace: shownContact(contact) });
}
