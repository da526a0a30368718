import type { getTranslations } from "next-intl/server";
import { formatCount, formatTime } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import type { WaveSummary } from "@/domain/waves/types";

/** What happens to a wave next, or what it waits for, in a few words. */
export function nextEvent(wave: WaveSummary, locale: Locale, timeZone: string, t: Awaited<ReturnType<typeof getTranslations>>): string {
  const count = (of: number) => formatCount(of, locale);
  const doubts = wave.deliveries["in-doubt"] > 0 ? ` · ${t("list.next-doubt", { count: count(wave.deliveries["in-doubt"]) })}` : "";
  switch (wave.state) {
    case "draft":
      return t("list.next-draft");
    case "in-review":
      return t("list.next-review");
    case "scheduled":
      return wave.scheduledAt ? t("list.next-start", { at: formatTime(wave.scheduledAt, locale, timeZone) }) : "–";
    case "approved":
    case "freezing":
      return t("list.next-freezing", { taken: count(wave.people), expected: count(wave.expected ?? 0) });
    case "paused":
      return `${t("list.next-paused")}${doubts}`;
    case "sending":
      return `${wave.nextDueAt && wave.deliveries.pending + wave.deliveries["handing-over"] === 0 ? t("list.next-send", { at: formatTime(wave.nextDueAt, locale, timeZone) }) : t("list.next-now")}${doubts}`;
    default:
      return "–";
  }
}
