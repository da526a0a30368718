import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { Benefit } from "@/domain/programmes/types";
import { describeBenefit } from "../programmes/benefit-list";
import { Money } from "../ui/text";

interface LineWorthProps {
  benefit: Benefit | undefined;
  /** Minor units; null where it was not granted. */
  minor: bigint | null;
  currency: string;
  locale: Locale;
}

/** What a claim gets of one benefit: an amount, or what is no money, for how long and from whom. */
export async function LineWorth({ benefit, minor, currency, locale }: LineWorthProps) {
  if (benefit?.kind === "monitoring" && minor !== null) return describeBenefit(benefit, currency, locale, await getTranslations({ locale, namespace: "programmes" }));
  return <Money minor={minor ?? 0n} currency={currency} locale={locale} />;
}
