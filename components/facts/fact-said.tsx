import { getTranslations } from "next-intl/server";
import type { FactStatus } from "@/db/values/facts";
import type { Locale } from "@/db/values/locales";
import { formatFact } from "@/domain/facts/rules";
import type { FactStatement } from "@/domain/facts/types";
import { Badge, formatTime } from "../ui/text";

interface FactSaidProps {
  said: FactStatement;
  locale: Locale;
  timeZone: string;
}

/** What is said of a fact: the value, how sure it is, and below it when that was true and who says so. */
export async function FactSaid({ said, locale, timeZone }: FactSaidProps) {
  const t = await getTranslations({ locale, namespace: "facts" });
  return (
    <>
      <span className="mr-2 font-semibold tabular-nums">{formatFact(said.value, locale, timeZone)}</span>
      <FactStatusMark status={said.status} locale={locale} />
      <span className="flex flex-wrap gap-x-4 text-ink-soft">
        <span>{t("as-of", { at: formatTime(said.asOf, locale, timeZone) })}</span>
        <span>{t("source", { source: said.source[locale] })}</span>
      </span>
    </>
  );
}

const tones: Record<FactStatus, "plain" | "possible" | "leaked"> = { claimed: "possible", confirmed: "plain", disputed: "leaked" };

export async function FactStatusMark({ status, locale }: { status: FactStatus; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "facts" });
  return <Badge tone={tones[status]}>{t(`status.${status}`)}</Badge>;
}
