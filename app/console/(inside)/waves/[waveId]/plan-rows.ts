import type { getTranslations } from "next-intl/server";
import { formatPercent, formatTime } from "@/components/ui/text";
import { paceWords } from "@/components/waves/pace-words";
import type { Locale } from "@/db/values/locales";
import type { Wave } from "@/domain/waves/types";

/** How a wave goes, as it was decided, in names and values; null where nothing was. */
export function planRows({ channels, scheduledAt, schedule, pace, doubtPolicy }: Pick<Wave, "channels" | "scheduledAt" | "schedule" | "pace" | "doubtPolicy">, locale: Locale, usual: string, t: Awaited<ReturnType<typeof getTranslations>>): [string, string | null][] {
  const zone = schedule.timeZone ?? usual;
  const { ramp, stop } = schedule;
  // The form takes hundredths of a percent.
  const percent = (of: number) => formatPercent(of / 100, locale, 2);
  const perSecond = (figure: number) => paceWords(figure, locale);
  const paces = [
    pace.perSecond === null ? t("plan.unlimited") : t("plan.per-second", { pace: perSecond(pace.perSecond) }),
    ...pace.domains.map(({ domain, perSecond: limit }) => t("plan.provider", { domain, pace: perSecond(limit) })),
    t(pace.followPortal ? "plan.follow" : "plan.alone"),
  ];
  return [
    [t("plan.channels"), channels.map((channel) => t(`channel.${channel}`)).join(" → ")],
    [t("plan.starts"), scheduledAt ? formatTime(scheduledAt, locale, zone) : t("plan.at-once")],
    [t("plan.end-by"), schedule.endBy === null ? null : formatTime(new Date(schedule.endBy), locale, zone)],
    [t("plan.zone"), schedule.timeZone],
    [t("plan.pace"), paces.join(" · ")],
    [t("plan.quiet"), pace.quiet ? t("plan.quiet-text", pace.quiet) : null],
    [t("plan.ramp"), ramp ? t(`plan.ramp-${ramp.goOn}`, { percent: percent(ramp.percent), minutes: ramp.holdMinutes }) : null],
    [t("plan.stop"), t("plan.stop-text", { rejections: percent(stop.rejections), bounces: percent(stop.bounces), complaints: percent(stop.complaints) })],
    [t("plan.doubt"), t(`plan.doubt-${doubtPolicy}`)],
  ];
}
