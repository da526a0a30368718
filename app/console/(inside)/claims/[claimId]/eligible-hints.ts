import { getTranslations } from "next-intl/server";
import { dataClasses } from "@/content/data-classes";
import type { Locale } from "@/db/values/locales";
import type { ClaimDetail } from "@/domain/claims/queries/get-claim";

/** For each benefit of a claim, whom it is for and on which data the claim rests, as a hint to whoever judges it. */
export async function eligibleHints({ claim, terms, benefits }: Pick<ClaimDetail, "claim" | "terms" | "benefits">, locale: Locale): Promise<Record<string, string>> {
  const t = await getTranslations({ locale, namespace: "claims-decision" });
  return Object.fromEntries(
    benefits.flatMap(({ benefit }) => {
      const found = terms.benefits.find(({ slug }) => slug === benefit);
      if (!found) return [];
      const classes = found.eligibility.classes.map((slug) => dataClasses[slug].label[locale]);
      return [[benefit, t("eligible-hint", { version: claim.datasetVersion, classes: classes.length > 0 ? classes.join(", ") : t("any-class"), evidence: t(`evidence.${found.eligibility.evidence}`) })]];
    }),
  );
}
