import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea } from "@/components/form/field";
import type { FormAction } from "@/components/form/form-state";
import { SubmitButton } from "@/components/form/submit-button";
import { ButtonLink } from "@/components/ui/button";
import { formatCount, formatTime } from "@/components/ui/text";
import { may } from "@/domain/kernel/context";
import { mayApproveWaves, mayControlWaves, mayEditWaves } from "@/domain/waves/policy";
import { sendingPace, tookPart, whyNotCancellable, whyNotPausable, whyNotResumable } from "@/domain/waves/rules";
import { approveWaveAction, cancelWaveAction, pauseWaveAction, resumeWaveAction, returnWaveAction, submitWaveAction } from "../actions";
import { peopleNow } from "./wave-facts";
import type { WaveView } from "./wave-view";

/** What this member may do to the wave now; each act says what will happen and to how many. */
export async function WaveControls(view: WaveView) {
  const { ctx, locale, wave } = view;
  const t = await getTranslations({ locale, namespace: "waves" });
  const controls = may(ctx.actor, mayControlWaves);
  const left = formatCount(sendingPace(wave).left, locale);
  const text = (act: "pause" | "resume") => (wave.frozenAt ? t(`${act}.text`, { left }) : t(`${act}.text-before`));
  return (
    <>
      {wave.state === "draft" && may(ctx.actor, mayEditWaves) && <Draft {...view} />}
      {wave.state === "in-review" && <Approval {...view} />}
      {wave.state === "in-review" && <Return {...view} />}
      {controls && whyNotResumable(wave, wave.publishedVersion) === null && (
        <Act action={resumeWaveAction} waveId={wave.id} title={t("resume.title")} text={text("resume")}>
          <SubmitButton>{t("resume.submit")}</SubmitButton>
        </Act>
      )}
      {controls && whyNotPausable(wave) === null && (
        <Act action={pauseWaveAction} waveId={wave.id} title={t("pause.title")} text={text("pause")}>
          <SubmitButton kind="secondary">{t("pause.submit")}</SubmitButton>
        </Act>
      )}
    </>
  );
}

/** The end of a wave for good: apart from the rest, and never without a reason. */
export async function WaveCancellation({ ctx, locale, wave }: WaveView) {
  const t = await getTranslations({ locale, namespace: "waves" });
  if (!may(ctx.actor, mayControlWaves) || whyNotCancellable(wave) !== null) return null;
  return (
    <Act action={cancelWaveAction} waveId={wave.id} title={t("cancel.title")} text={wave.frozenAt ? t("cancel.text", { left: formatCount(sendingPace(wave).left, locale) }) : t("cancel.text-before")}>
      <TextArea name="reason" label={t("cancel.reason")} rows={2} maxLength={2000} />
      <SubmitButton kind="danger">{t("cancel.submit")}</SubmitButton>
    </Act>
  );
}

/** A draft can be changed, and sent to its review; while its people are being counted it waits for that. */
async function Draft(view: WaveView) {
  const { locale, wave } = view;
  const t = await getTranslations({ locale, namespace: "waves" });
  const edit = (
    <ButtonLink href={`/console/waves/${wave.id}/edit`} kind="secondary">
      {t("edit.open")}
    </ButtonLink>
  );
  if (wave.askedAt !== null) {
    return (
      <Panel title={t("submit.title")}>
        <p role="status" className="mb-3">
          {t("submit.counting")}
        </p>
        {edit}
      </Panel>
    );
  }
  if (view.linted && view.linted.open > 0) {
    return (
      <Panel title={t("submit.title")}>
        <p className="mb-3 text-possible">{t("submit.locked", { count: view.linted.open })}</p>
        {edit}
      </Panel>
    );
  }
  return (
    <Act action={submitWaveAction} waveId={wave.id} title={t("submit.title")} text={t("submit.text", { count: await peopleNow(view) })}>
      <div className="flex flex-wrap gap-3">
        <SubmitButton>{t("submit.submit")}</SubmitButton>
        {edit}
      </div>
    </Act>
  );
}

/** Out of review again: its own people just take it back, whoever could approve it says what is wrong. */
async function Return({ ctx, locale, wave }: WaveView) {
  const t = await getTranslations({ locale, namespace: "waves" });
  if (!may(ctx.actor, mayControlWaves)) return null;
  const own = tookPart(wave, ctx.actor.staffId);
  return (
    <Act action={returnWaveAction} waveId={wave.id} title={t(own ? "return.title-own" : "return.title")} text={t(own ? "return.text-own" : "return.text")}>
      {!own && <TextArea name="reason" label={t("return.reason")} rows={2} maxLength={2000} />}
      <SubmitButton kind="secondary">{t(own ? "return.submit-own" : "return.submit")}</SubmitButton>
    </Act>
  );
}

async function Approval({ ctx, locale, wave, timeZone, lock, linted }: WaveView) {
  const t = await getTranslations({ locale, namespace: "waves" });
  const { staffId } = ctx.actor;
  const people = wave.expected ?? 0;
  const channels = wave.channels.map((channel) => t(`channel.${channel}`)).join(" → ");
  const text = lock ? t("approve.text-held", { people }) : wave.scheduledAt ? t("approve.text-scheduled", { people, channels, at: formatTime(wave.scheduledAt, locale, timeZone) }) : t("approve.text", { people, channels });
  const took = tookPart(wave, staffId);
  if (linted && linted.open > 0) {
    return (
      <Panel title={t("approve.title")}>
        <p className="mb-3">{text}</p>
        <p className="text-possible">{t("approve.locked", { count: linted.open })}</p>
      </Panel>
    );
  }
  if (!took && may(ctx.actor, mayApproveWaves)) {
    return (
      <Act action={approveWaveAction} waveId={wave.id} title={t("approve.title")} text={text} hidden={{ approvalHash: wave.approvalHash ?? "" }}>
        <SubmitButton>{lock ? t("approve.submit-held") : t("approve.submit", { people })}</SubmitButton>
      </Act>
    );
  }
  return (
    <Panel title={t("approve.title")}>
      <p className="mb-3">{text}</p>
      <p className="text-possible">{took ? t("approve.second") : t("approve.waiting")}</p>
    </Panel>
  );
}

interface ActProps {
  action: FormAction;
  waveId: string;
  title: string;
  text: string;
  hidden?: Record<string, string>;
  children: ReactNode;
}

function Act({ action, waveId, title, text, hidden, children }: ActProps) {
  return (
    <Panel title={title}>
      <p className="mb-3">{text}</p>
      <ActionForm action={action} hidden={{ waveId, ...hidden }} className="space-y-4">
        {children}
      </ActionForm>
    </Panel>
  );
}
