import { getTranslations } from "next-intl/server";
import type { CountState } from "@/components/waves/audience-count";
import type { Locale } from "@/db/values/locales";
import type { PeopleCount } from "@/domain/audiences/count-people";

/** A number of people in words: what it is, and what it is worth. */
export async function countWords(counted: PeopleCount | null, locale: Locale): Promise<CountState> {
  if (!counted) return { status: "done", message: (await getTranslations({ locale, namespace: "waves" }))("nothing-published") };
  const t = await getTranslations({ locale, namespace: "audiences" });
  const { people, datasetVersion: version, basis } = counted;
  const message = t(`count.${basis.kind}`, { people, version, looked: basis.kind === "sample" ? basis.lookedAt : 0 });
  return { status: "done", message, open: basis.kind !== "exact" };
}
