"use server";

import { revalidatePath } from "next/cache";
import { getTranslations } from "next-intl/server";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import type { PreviewState } from "@/components/waves/preview-form";
import { approveWave } from "@/domain/waves/approve-wave";
import { cancelWave } from "@/domain/waves/cancel-wave";
import { decideInDoubt } from "@/domain/waves/ledger/decide-in-doubt";
import { pauseWave } from "@/domain/waves/pause-wave";
import { mayApproveWaves, mayControlWaves, mayEditWaves, mayPreviewWaves } from "@/domain/waves/policy";
import { mayApproveNotices } from "@/domain/notices/policy";
import { overrideWaveFinding } from "@/domain/waves/override-wave-finding";
import { countSmsParts } from "@/domain/notices/rules";
import { previewNotice } from "@/domain/waves/queries/preview-notice";
import { resumeWave } from "@/domain/waves/resume-wave";
import { returnWave } from "@/domain/waves/return-wave";
import { sendTestToSelf } from "@/domain/waves/send-test-to-self";
import { submitWave } from "@/domain/waves/submit-wave";
import { loadEnv } from "@/lib/env";
import { list } from "./audience-form";

type Fields = Record<string, unknown>;

const pageOf = (input: Fields) => ({ redirect: `/console/waves/${String(input.waveId)}` });

export async function submitWaveAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditWaves, form, async (ctx, input) => {
    await submitWave(ctx, input);
    return pageOf(input);
  });
}

export async function approveWaveAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayApproveWaves, form, async (ctx, input) => {
    await approveWave(ctx, input);
    return pageOf(input);
  });
}

export async function overrideWaveFindingAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayApproveNotices, form, async (ctx, input, { locale }) => {
    await overrideWaveFinding(ctx, input);
    revalidatePath("/console", "layout");
    return { message: (await getTranslations({ locale, namespace: "lint" }))("override.done") };
  });
}

export async function returnWaveAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayControlWaves, form, async (ctx, input) => {
    await returnWave(ctx, input);
    return pageOf(input);
  });
}

export async function pauseWaveAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayControlWaves, form, async (ctx, input) => {
    await pauseWave(ctx, input);
    return pageOf(input);
  });
}

export async function resumeWaveAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayControlWaves, form, async (ctx, input) => {
    await resumeWave(ctx, input);
    return pageOf(input);
  });
}

export async function cancelWaveAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayControlWaves, form, async (ctx, input) => {
    await cancelWave(ctx, input);
    return pageOf(input);
  });
}

export async function decideInDoubtAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayControlWaves, form, async (ctx, input) => {
    await decideInDoubt(ctx, { ...input, subjectIds: list(input.subjectIds) });
    return pageOf(input);
  });
}

/** An action and not a page: it is recorded as a look at a person, and a page is asked for more often than it is read. */
export async function previewNoticeAction(_: PreviewState, form: FormData): Promise<PreviewState> {
  let preview: PreviewState["preview"];
  const state = await runStaffAction(mayPreviewWaves, form, async (ctx, input, member) => {
    const { position, locale } = input;
    const t = await getTranslations({ locale: member.locale, namespace: "notices" });
    const { to, subject, text, sms, ...found } = await previewNotice(ctx, { ...input, locale: locale === "" ? undefined : locale }, { portalUrl: loadEnv().AMENDS_URL });
    preview = { to, subject, text, sms, smsParts: t("sms.parts", { count: countSmsParts(sms ?? "").parts }), position: found.position, locale: found.locale };
    return { state: { status: "done", values: { position: String(position), locale: String(locale) } } };
  });
  return { ...state, preview };
}

export async function sendTestToSelfAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayPreviewWaves, form, async (ctx, input, { locale, email }) => {
    await sendTestToSelf(ctx, input, { to: email, portalUrl: loadEnv().AMENDS_URL });
    return { message: (await getTranslations({ locale, namespace: "waves" }))("test.done", { email }) };
  });
}
