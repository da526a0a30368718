import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { BackLink } from "@/components/ui/lists";
import { LiveRefresh } from "@/components/waves/live-refresh";
import { WaveProgress } from "@/components/waves/wave-progress";
import { whySendingIsLocked } from "@/domain/installation/why-sending-is-locked";
import { may } from "@/domain/kernel/context";
import { lintWave } from "@/domain/waves/check-wording";
import { mayPreviewWaves, mayReadWaves } from "@/domain/waves/policy";
import { getOutlook } from "@/domain/waves/queries/get-outlook";
import { getWaveOverview } from "@/domain/waves/queries/list-waves";
import { refreshOf } from "../refresh-of";
import { Cascade, Replies } from "./figures";
import { InDoubt } from "./in-doubt";
import { LettersPanel } from "./letters-panel";
import { LookPanels } from "./look-panels";
import { OutlookPanel } from "./outlook-panel";
import { PacePanel } from "./pace-panel";
import { PersonPathPanel } from "./person-path";
import { WaveAlerts } from "./wave-alerts";
import { WaveCancellation, WaveControls } from "./wave-controls";
import { WaveFacts } from "./wave-facts";
import { WaveHeadline } from "./wave-headline";
import { WordingCheck } from "./wording-check";

export const generateMetadata = staffTitle("waves", "title");

export default async function WavePage({ params, searchParams }: PageProps<"/console/waves/[waveId]">) {
  const { ctx, member, incident } = await requireIncident(mayReadWaves);
  const { locale } = member;
  const wave = await notFoundOr(getWaveOverview(ctx, (await params).waveId));
  if (wave.incidentId !== incident.id) notFound();
  const { person } = await searchParams;
  const t = await getTranslations({ locale, namespace: "waves" });
  const { timeZone } = incident;
  const undecided = wave.state === "draft" || wave.state === "in-review";
  const view = { ctx, locale, wave, timeZone, linted: undecided ? await lintWave(ctx, wave) : null, outlook: await getOutlook(ctx, wave, incident), lock: await whySendingIsLocked(ctx) };
  return (
    <div className="max-w-240">
      <LiveRefresh pace={refreshOf(wave)} />
      <BackLink href="/console/waves">{t("title")}</BackLink>
      <PageHead
        title={t("notice-of", { name: wave.template.name, number: wave.template.number })}
        actions={
          <a href={`/console/waves/${wave.id}`} className="py-1">
            {t("refresh")}
          </a>
        }
      />
      <WaveHeadline {...view} />
      <WaveAlerts {...view} />
      <Panel title={t("progress.title")}>{wave.frozenAt ? <WaveProgress wave={wave} locale={locale} /> : <p>{t("progress.not-frozen")}</p>}</Panel>
      {wave.deliveries["in-doubt"] > 0 && <InDoubt {...view} />}
      <WaveControls {...view} />
      <WordingCheck {...view} />
      <PacePanel {...view} />
      {wave.state !== "cancelled" && <OutlookPanel {...view} />}
      {wave.frozenAt && wave.channels.includes("letter") && <LettersPanel {...view} />}
      {wave.frozenAt && (
        <>
          <Cascade {...view} />
          <Replies {...view} />
          <PersonPathPanel {...view} person={typeof person === "string" && person !== "" ? person : null} />
        </>
      )}
      <WaveFacts {...view} />
      {may(ctx.actor, mayPreviewWaves) && <LookPanels locale={locale} waveId={wave.id} email={member.email} letters={wave.channels.includes("letter")} />}
      <WaveCancellation {...view} />
    </div>
  );
}
