import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Callout, formatCount, formatPercent } from "@/components/ui/text";
import type { WaveState } from "@/db/values/wave-states";
import { listStaffNames } from "@/domain/staff/queries";
import type { WaveView } from "./wave-view";

/** In these a wave would go, or is about to be let go. */
const held: readonly WaveState[] = ["in-review", "approved", "scheduled", "freezing", "sending"];

/** What stands in a wave's way, in words. */
export async function WaveAlerts({ ctx, locale, wave, lock }: WaveView) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const alert = (kind: "info" | "leaked" | "possible", title: string, text: ReactNode) => (
    <div className="mb-6" role="status">
      <Callout kind={kind} title={title}>
        {text}
      </Callout>
    </div>
  );
  if (wave.watch.broken) return alert("leaked", t("watch.broken"), t("watch.broken-text"));
  if (lock && held.includes(wave.state)) return alert(lock === "unconfirmed" ? "leaked" : "possible", t(`locked.${lock}`), t(`locked.${lock}-text`));
  if (wave.watch.stalled) return alert("leaked", t("watch.stalled"), t("watch.stalled-text"));
  const count = (people: number | null) => formatCount(people ?? 0, locale);
  const read = wave.readVersion ?? wave.countedVersion;
  const changed = read !== null && read !== wave.publishedVersion;
  if (wave.state === "paused" && wave.pausedReason === "count-differs") return alert("leaked", t("paused.count-differs"), t("paused.count-differs-text", { expected: count(wave.expected), found: count(wave.found) }));
  if (wave.state === "paused" && wave.pausedReason === "approver-left") return alert("leaked", t("paused.approver-left"), t("paused.approver-left-text"));
  if (wave.state === "paused" && wave.pausedReason === "dataset-changed") {
    const versions = { read: read ?? "–", published: wave.publishedVersion ?? "–" };
    if (wave.publishedVersion === null) return alert("possible", t("paused.dataset-changed"), t("paused.dataset-none", versions));
    const text = wave.frozenAt ? t("paused.dataset-sending", { ...versions, affected: wave.affected ?? 0 }) : t("paused.dataset-before", { ...versions, expected: count(wave.expected) });
    return alert("possible", t("paused.dataset-changed"), text);
  }
  if (wave.state === "paused" && (wave.pausedReason === "rejections" || wave.pausedReason === "bounces" || wave.pausedReason === "complaints")) {
    return alert("leaked", t(`paused.${wave.pausedReason}`), t("paused.stopped-text", { percent: formatPercent(wave.schedule.stop[wave.pausedReason] / 100, locale, 2) }));
  }
  if (wave.state === "paused") return alert("info", t("paused.person"), t("paused.person-text"));
  if (wave.state === "sending" && changed) return alert("possible", t("paused.stopping"), t("paused.stopping-text"));
  const errors = await getTranslations({ locale, namespace: "errors" });
  if (wave.state === "draft" && wave.askedRefusal) return alert("possible", t("paused.again"), errors.has(wave.askedRefusal) ? errors(wave.askedRefusal) : errors("fault"));
  if (wave.state === "draft" && wave.returnedReason && wave.returnedBy) return alert("possible", t("return.returned", { name: (await listStaffNames(ctx)).get(wave.returnedBy) ?? "–" }), wave.returnedReason);
  if (wave.state === "draft" && wave.submittedAt) return alert("possible", t("paused.again"), t("paused.again-text"));
  return null;
}
