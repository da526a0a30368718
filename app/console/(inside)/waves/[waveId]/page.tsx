import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { BackLink } from "@/components/ui/lists";
import { formatCount } from "@/components/ui/text";
import { LiveRefresh } from "@/components/waves/live-refresh";
import { SendingRate } from "@/components/waves/sending-rate";
import { WaveProgress } from "@/components/waves/wave-progress";
import { WaveStateMark } from "@/components/waves/wave-state";
import { whySendingIsLocked } from "@/domain/installation/why-sending-is-locked";
import { may } from "@/domain/kernel/context";
import { mayPreviewWaves, mayReadWaves } from "@/domain/waves/policy";
import { getWaveOverview } from "@/domain/waves/queries/list-waves";
import { sendingPace } from "@/domain/waves/rules";
import { InDoubt } from "./in-doubt";
import { LettersPanel } from "./letters-panel";
import { LookPanels } from "./look-panels";
import { WaveAlerts } from "./wave-alerts";
import { WaveCancellation, WaveControls } from "./wave-controls";
import { WaveFacts } from "./wave-facts";

export const generateMetadata = staffTitle("waves", "title");

const moving = ["approved", "freezing", "sending"];

export default async function WavePage({ params }: PageProps<"/console/waves/[waveId]">) {
  const { ctx, member, incident } = await requireIncident(mayReadWaves);
  const { locale } = member;
  const wave = await notFoundOr(getWaveOverview(ctx, (await params).waveId));
  if (wave.incidentId !== incident.id) notFound();
  const t = await getTranslations({ locale, namespace: "waves" });
  const { sent, left, percent, average } = sendingPace(wave);
  const view = { ctx, locale, wave, timeZone: incident.timeZone, lock: await whySendingIsLocked(ctx) };
  return (
    <div className="max-w-240">
      <LiveRefresh active={moving.includes(wave.state) || (wave.state === "draft" && wave.askedAt !== null)} />
      <BackLink href="/console/waves">{t("title")}</BackLink>
      <PageHead
        title={t("notice-of", { name: wave.template.name, number: wave.template.number })}
        actions={
          <a href={`/console/waves/${wave.id}`} className="py-1">
            {t("refresh")}
          </a>
        }
      >
        <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <WaveStateMark state={wave.state}>{t(`state.${wave.state}`)}</WaveStateMark>
          {wave.frozenAt && <span className="tabular-nums">{t("through", { percent })}</span>}
          {wave.state === "sending" && <SendingRate sent={sent} left={left} at={ctx.clock.now().getTime()} locale={locale} words={{ rate: t.raw("rate") as string, left: t.raw("rate-left") as string }} />}
          {average !== null && <span className="tabular-nums">{t("rate-average", { rate: formatCount(average, locale) })}</span>}
        </span>
      </PageHead>
      <WaveAlerts {...view} />
      <Panel title={t("progress.title")}>{wave.frozenAt ? <WaveProgress wave={wave} locale={locale} /> : <p>{t("progress.not-frozen")}</p>}</Panel>
      <WaveControls {...view} />
      {wave.deliveries["in-doubt"] > 0 && <InDoubt {...view} />}
      {wave.frozenAt && wave.channels.includes("letter") && <LettersPanel {...view} />}
      <WaveFacts {...view} />
      {may(ctx.actor, mayPreviewWaves) && <LookPanels locale={locale} waveId={wave.id} email={member.email} letters={wave.channels.includes("letter")} />}
      <WaveCancellation {...view} />
    </div>
  );
}
