import { getTranslations } from "next-intl/server";
import { Bar } from "@/components/ui/lists";
import { formatCount, formatPercent, formatTime } from "@/components/ui/text";
import { paceWords } from "@/components/waves/pace-words";
import { WaveStateMark } from "@/components/waves/wave-state";
import type { Deadline } from "@/domain/waves/queries/get-outlook";
import { sendingPace } from "@/domain/waves/rules";
import type { WaveView } from "./wave-view";

/** A wave in one line: where it stands, how far it is, how fast it goes, when it is done, and whether that keeps what has to be kept. */
export async function WaveHeadline({ locale, wave, outlook, timeZone }: Omit<WaveView, "ctx">) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const { percent, average } = sendingPace(wave);
  const { doneAt } = outlook.forecast;
  const freezing = wave.state === "freezing" ? { done: wave.people, of: wave.expected ?? 0 } : null;
  const share = freezing ? (freezing.done / Math.max(1, freezing.of)) * 100 : percent;
  const under = wave.state === "sending" || wave.state === "paused";
  const format = (count: number) => formatCount(count, locale);
  return (
    <div className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-1 tabular-nums">
      <WaveStateMark state={wave.state}>{t(`state.${wave.state}`)}</WaveStateMark>
      {(wave.frozenAt || freezing) && (
        <span className="flex items-center gap-3">
          <span aria-hidden="true" className="h-2 w-32 overflow-hidden rounded-6 bg-line sm:w-40">
            <Bar parts={[{ name: "done", from: 0, share: share / 100, tone: "accent" }]} />
          </span>
          <strong>{freezing ? t("outlook.freezing", { taken: format(freezing.done), expected: format(freezing.of) }) : formatPercent(percent / 100, locale, 0)}</strong>
        </span>
      )}
      {outlook.rate !== null && <span>{t("outlook.rate", { rate: paceWords(outlook.rate, locale) })}</span>}
      {average !== null && <span>{t("rate-average", { rate: format(average) })}</span>}
      {under && (doneAt ? <span>{t(outlook.stands ? "outlook.done-if" : "outlook.done", { at: formatTime(doneAt, locale, timeZone) })}</span> : <span className="text-ink-soft">{t("outlook.done-unknown")}</span>)}
      <Kept name="end-by" deadline={outlook.endBy} over={wave.state === "finished"} {...{ locale, timeZone }} />
      <Kept name="law-line" deadline={outlook.lawLine} over={wave.state === "finished"} {...{ locale, timeZone }} />
    </div>
  );
}

async function Kept({ name, deadline, over, locale, timeZone }: { name: "end-by" | "law-line"; deadline: Deadline | null; over: boolean } & Pick<WaveView, "locale" | "timeZone">) {
  if (!deadline) return null;
  const t = await getTranslations({ locale, namespace: "waves" });
  const colour = { yes: "text-good", no: "text-leaked", unknown: "text-ink-soft" }[deadline.keeps];
  return (
    <span>
      {t(`outlook.${name}`, { at: formatTime(deadline.at, locale, timeZone) })} <strong className={colour}>{t(`outlook.${over ? "kept" : "keeps"}.${deadline.keeps}`)}</strong>
    </span>
  );
}
