import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { formatCount, formatTime } from "@/components/ui/text";
import { PaceFields } from "@/components/waves/pace-fields";
import { paceWords } from "@/components/waves/pace-words";
import { may } from "@/domain/kernel/context";
import { listStaffNames } from "@/domain/staff/queries";
import { mayControlWaves, mayReleaseRamps } from "@/domain/waves/policy";
import { whyPaceStays } from "@/domain/waves/rules";
import { writePaceForm } from "@/domain/waves/write-schedule-form";
import { changePaceAction, releaseRampAction } from "../pace-actions";
import type { WaveView } from "./wave-view";

/** Why a wave goes as fast as it goes, and the ways to change that while it goes. */
export async function PacePanel(view: WaveView) {
  const { ctx, locale, wave } = view;
  const t = await getTranslations({ locale, namespace: "waves" });
  const changes = may(ctx.actor, mayControlWaves) && whyPaceStays(wave) === null;
  const under = wave.state === "sending" || wave.state === "paused";
  if (!changes && !(under && view.outlook.pace)) return null;
  return (
    <Panel title={t("why.title")}>
      <div className="space-y-3">
        {under && <Why {...view} />}
        {changes && (
          <details>
            <summary className="text-accent">{t("why.change")}</summary>
            <p className="my-3 text-ink-soft">{t("why.change-text")}</p>
            <ActionForm action={changePaceAction} hidden={{ waveId: wave.id }} className="space-y-4">
              <PaceFields locale={locale} initial={writePaceForm(wave.pace)} />
              <SubmitButton kind="secondary">{t("why.save")}</SubmitButton>
            </ActionForm>
          </details>
        )}
      </div>
    </Panel>
  );
}

async function Why({ ctx, locale, wave, outlook: { pace }, timeZone }: WaveView) {
  if (!pace) return null;
  const t = await getTranslations({ locale, namespace: "waves" });
  const { perSecond, why, detail, ramp, releasedBy } = pace;
  const standing = perSecond === 0 || ramp?.left === 0;
  const own = wave.pace.perSecond === null ? t("why.own-none") : t("why.own", { own: paceWords(wave.pace.perSecond, locale) });
  const figure = (of: number) => paceWords(of, locale);
  const cause = detail ? t(`why.cause.${detail.cause}`, { figure: figure(detail.figure), target: figure(detail.target) }) : t("why.cause-unknown");
  const planned = wave.schedule.ramp;
  const goesOn = planned?.goOn === "healthy" && ramp?.heldSince ? new Date(ramp.heldSince.getTime() + planned.holdMinutes * 60_000) : null;
  return (
    <>
      <p>
        <strong className="tabular-nums">{standing ? t("why.now-none") : perSecond === null ? t("why.now-free") : t("why.now", { pace: paceWords(perSecond, locale) })}</strong>
        {": "}
        {why === "portal-slow" || why === "portal-stopped" ? t(`why.${why}`, { own, cause }) : t(`why.${why}`)}
      </p>
      {wave.pace.quiet && <p>{t("why.quiet", wave.pace.quiet)}</p>}
      {ramp && ramp.left > 0 && <p>{t("why.ramp-left", { left: formatCount(ramp.left, locale) })}</p>}
      {ramp?.left === 0 && (
        <>
          <p>{goesOn && planned ? t("why.ramp-goes-on", { minutes: planned.holdMinutes, at: formatTime(goesOn, locale, timeZone) }) : t("why.ramp-person")}</p>
          {may(ctx.actor, mayReleaseRamps) && (
            <ActionForm action={releaseRampAction} hidden={{ waveId: wave.id }} className="space-y-3">
              <SubmitButton>{t("why.release")}</SubmitButton>
            </ActionForm>
          )}
        </>
      )}
      {releasedBy && <p className="text-ink-soft">{t("why.released", { name: (await listStaffNames(ctx)).get(releasedBy) ?? "–" })}</p>}
    </>
  );
}
