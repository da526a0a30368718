import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { ClaimAnswers } from "@/domain/claims/types";
import type { ProgrammeTerms } from "@/domain/programmes/types";
import { LossList } from "./loss-list";

/** What a claimant told about time and losses, in their own language, for the people who work on the claim. */
export async function ClaimAnswersView({ answers, terms, language, locale }: { answers: Pick<ClaimAnswers, "time" | "losses">; terms: ProgrammeTerms; language: Locale; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims" });
  const kinds = terms.benefits.flatMap((benefit) => (benefit.kind === "documented-loss" ? benefit.losses : []));
  return (
    <div lang={language} className="space-y-4">
      {answers.time && (
        <p className="whitespace-pre-line wrap-break-word">
          <strong className="block">{t("duration", { hours: Math.floor(answers.time.minutes / 60), minutes: answers.time.minutes % 60 })}</strong>
          {answers.time.what}
        </p>
      )}
      {answers.losses.length > 0 && <LossList losses={answers.losses} kinds={kinds} currency={terms.currency} locale={locale} />}
    </div>
  );
}
