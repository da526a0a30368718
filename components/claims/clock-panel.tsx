import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { ClaimClock } from "@/domain/claims/types";
import { Panel } from "../console/page-head";
import { KeyValues } from "../ui/lists";
import { formatTime } from "../ui/text";
import { ClockBadge } from "./clock-badge";

/** What a claim is held to in time, and how each of it stands. */
export async function ClockPanel({ clocks, locale, timeZone }: { clocks: ClaimClock[]; locale: Locale; timeZone: string }) {
  if (clocks.length === 0) return null;
  const t = await getTranslations({ locale, namespace: "claims-clocks" });
  const at = (moment: Date) => formatTime(moment, locale, timeZone);
  const state = (clock: ClaimClock) => {
    if (clock.reading) return <ClockBadge reading={clock.reading} locale={locale} timeZone={timeZone} />;
    if (clock.pausedAt) return t(clock.breachedAt ? "panel.paused-late" : "panel.paused", { at: at(clock.pausedAt) });
    if (!clock.metAt) return t("panel.dropped");
    return clock.metAt > clock.dueAt ? t("panel.met-late", { at: at(clock.metAt), due: at(clock.dueAt) }) : t("panel.met", { at: at(clock.metAt) });
  };
  return (
    <Panel title={t("panel.title")}>
      <KeyValues rows={clocks.map((clock) => ({ name: <>{clock.round > 1 ? t("kind-round", { kind: t(`kind.${clock.kind}`), round: clock.round }) : t(`kind.${clock.kind}`)}</>, value: state(clock) }))} />
      {clocks.some(({ business, reading }) => business && reading) && <p className="mt-2 text-14 text-ink-soft">{t("panel.business")}</p>}
    </Panel>
  );
}
