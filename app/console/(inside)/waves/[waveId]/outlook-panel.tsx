import { getTranslations } from "next-intl/server";
import { ProgressChart, type ProgressChartProps } from "@/components/chart/progress-chart";
import { Panel } from "@/components/console/page-head";
import { Callout, formatTime, zoneName } from "@/components/ui/text";
import { paceWords } from "@/components/waves/pace-words";
import type { Deadline } from "@/domain/waves/queries/get-outlook";
import type { WaveView } from "./wave-view";

/** How far outside of what there is to show a moment may lie and still be drawn: further off it would press everything else to the edge. */
const ROOM = 3;

/** A wave over time with where it is heading, and in words what it cannot keep. */
export async function OutlookPanel({ ctx, locale, wave, outlook, timeZone }: WaveView) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const { points, forecast } = outlook;
  const open = wave.state !== "finished" && wave.state !== "cancelled";
  const last = points.at(-1);
  const end = open && last && forecast.doneAt && forecast.doneAt > last.at ? { at: forecast.doneAt.getTime(), done: last.entered } : null;
  const from = points[0]?.at.getTime() ?? 0;
  const span = Math.max(60_000, (end?.at ?? last?.at.getTime() ?? 0) - from);
  const named: { name: "law-line" | "end-by"; deadline: Deadline | null; colour: ProgressChartProps["marks"][number]["colour"] }[] = [
    { name: "law-line", deadline: outlook.lawLine, colour: "leaked" },
    { name: "end-by", deadline: outlook.endBy, colour: "possible" },
  ];
  const marks = named.flatMap(({ name, deadline, colour }) => (deadline ? [{ at: deadline.at.getTime(), name: t(`chart.${name}`), colour }] : []));
  const drawn = marks.filter(({ at }) => at >= from && at <= from + span * ROOM);
  const missed = open ? named.flatMap(({ name, deadline }) => (deadline?.keeps === "no" ? [{ name, deadline }] : [])) : [];
  return (
    <Panel title={t("chart.panel")}>
      <div className="space-y-3">
        {missed.map(({ name, deadline }) => (
          <Callout key={name} kind="leaked" title={t("outlook.missed", { name: t(`outlook.${name}`, { at: formatTime(deadline.at, locale, timeZone) }) })}>
            {deadline.needs === null ? t("outlook.missed-past") : forecast.rate !== null && deadline.needs > forecast.rate ? t("outlook.missed-needs", { needs: paceWords(deadline.needs, locale), rate: paceWords(forecast.rate, locale) }) : t("outlook.missed-holds")}
          </Callout>
        ))}
        {last ? (
          <>
            <ProgressChart
              title={t("chart.title")}
              tableLabel={t("chart.table")}
              timeLabel={t("chart.time", { zone: zoneName(ctx.clock.now(), locale, timeZone) })}
              words={{ done: t("chart.done"), foreseen: t("chart.foreseen"), what: t("chart.what"), figure: t("chart.figure") }}
              points={points.map(({ at, settled }) => ({ at: at.getTime(), done: settled }))}
              end={end}
              marks={drawn}
              timeZone={timeZone}
            />
            {marks.filter((mark) => !drawn.includes(mark)).map(({ name, at }) => (
              <p key={name} className="text-ink-soft">{t("chart.outside", { name, at: formatTime(new Date(at), locale, timeZone) })}</p>
            ))}
          </>
        ) : (
          open && <p className="text-ink-soft">{forecast.doneAt ? t("outlook.done", { at: formatTime(forecast.doneAt, locale, timeZone) }) : t("outlook.why-unknown")}</p>
        )}
        {open && forecast.doneAt && <p className="text-ink-soft">{t("outlook.reckons")}</p>}
      </div>
    </Panel>
  );
}
