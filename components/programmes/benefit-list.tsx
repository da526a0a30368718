import { getTranslations } from "next-intl/server";
import { formatMoney } from "@/content/formats";
import type { Locale } from "@/db/values/locales";
import type { Benefit } from "@/domain/programmes/types";

type Translate = Awaited<ReturnType<typeof getTranslations<"programmes">>>;

/** What a benefit is worth, in a few words: an amount, a limit, a rate or a time. */
export function describeBenefit(benefit: Benefit, currency: string, locale: Locale, t: Translate): string {
  const money = (minor: bigint) => formatMoney(minor, currency, locale);
  switch (benefit.kind) {
    case "vouchers":
      return benefit.parts.length > 1
        ? t("worth.vouchers", { total: money(benefit.parts.reduce((sum, { valueMinor }) => sum + valueMinor, 0n)), parts: benefit.parts.map(({ valueMinor }) => money(valueMinor)).join(" + ") })
        : t("worth.voucher", { total: money(benefit.parts[0]?.valueMinor ?? 0n) });
    case "flat-cash":
      return money(benefit.amountMinor);
    case "documented-loss":
      return t("worth.up-to", { amount: money(benefit.capMinor) });
    case "lost-time":
      return t("worth.time", { rate: money(benefit.rateMinor), hours: new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(benefit.capMinutes / 60) });
    case "monitoring":
      return t("worth.monitoring", { months: benefit.months, provider: benefit.provider[locale] });
  }
}

/** What can be asked for, and which of it only instead of something else. */
export async function BenefitList({ benefits, currency, exclusive, locale }: { benefits: readonly Benefit[]; currency: string; exclusive: readonly (readonly string[])[]; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "programmes" });
  const choices = exclusive.map((group) => benefits.filter(({ slug }) => group.includes(slug))).filter((group) => group.length > 1);
  return (
    <section className="my-6">
      <h2 className="mb-2 text-22">{t("offered")}</h2>
      <ul className="divide-y divide-line border-y border-line">
        {benefits.map((benefit) => (
          <li key={benefit.slug} className="py-3">
            <p className="flex flex-wrap justify-between gap-x-4">
              <strong>{benefit.name[locale]}</strong>
              <span className="tabular-nums">{describeBenefit(benefit, currency, locale, t)}</span>
            </p>
            <p>{benefit.explanation[locale]}</p>
          </li>
        ))}
      </ul>
      {choices.map((group, index) => (
        <p key={index} className="mt-2">
          {t("one-of", { names: new Intl.ListFormat(locale, { type: "disjunction" }).format(group.map(({ name }) => name[locale])) })}
        </p>
      ))}
    </section>
  );
}
