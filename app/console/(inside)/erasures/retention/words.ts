import { getTranslations } from "next-intl/server";
import type { RetentionPeriod } from "@/content/retention/periods";
import type { RetentionClass } from "@/db/values/retention";
import type { Locale } from "@/db/values/locales";
import type { LegalHold, RetentionClock, RetentionProposal } from "@/domain/retention/types";

/** What the page says in several places: periods, and what a proposal or a hold is about. */
export async function retentionWords(locale: Locale, { clocks, holds }: { clocks: readonly Pick<RetentionClock, "class" | "unit">[]; holds: readonly Pick<LegalHold, "id" | "class">[] }) {
  const t = await getTranslations({ locale, namespace: "retention" });
  const period = (count: number, unit: RetentionPeriod["unit"]) => (unit === "months" && count % 12 === 0 ? t("period.years", { count: count / 12 }) : t(`period.${unit}`, { count }));
  const on = (of: RetentionClass | null | undefined) => (of ? t(`class.${of}`) : t("hold.all"));
  const what = ({ act, class: of, keep, holdId }: Pick<RetentionProposal, "act" | "class" | "keep" | "holdId">) => {
    if (act === "period" && of && keep !== null) return t("waiting.period", { class: t(`class.${of}`), period: period(keep, clocks.find((clock) => clock.class === of)?.unit ?? "months") });
    return act === "lift" ? t("waiting.lift", { class: on(holds.find(({ id }) => id === holdId)?.class) }) : t(`waiting.${act}`);
  };
  return { t, period, on, what };
}
