import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { ClockReading } from "@/domain/claims/types";
import { Badge, Time } from "../ui/text";

const looks = { late: { tone: "leaked", shape: "●" }, soon: { tone: "possible", shape: "◐" }, running: { tone: "plain", shape: "○" } } as const;

/** How far away the end of a clock is, in words, with the moment itself. `reading` comes from `clockReader` of the domain. */
export async function ClockBadge({ reading, locale, timeZone }: { reading: ClockReading; locale: Locale; timeZone: string }) {
  const t = await getTranslations({ locale, namespace: "claims-clocks" });
  const { tone, shape } = looks[reading.stage];
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2">
      <Badge tone={tone}>
        <span aria-hidden="true">{shape}</span> {t(`${reading.late ? "late" : "due"}.${reading.unit}`, { count: reading.count })}
      </Badge>
      <Time brief at={reading.at} locale={locale} timeZone={timeZone} />
    </span>
  );
}
