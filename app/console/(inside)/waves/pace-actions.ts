"use server";

import { getTranslations } from "next-intl/server";
import { findCurrentIncident } from "@/app/_server/current-incident";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { formatTime } from "@/components/ui/text";
import { paceWords } from "@/components/waves/pace-words";
import { changePace } from "@/domain/waves/pace/change-pace";
import { mayControlWaves, mayEditWaves, mayReleaseRamps } from "@/domain/waves/policy";
import { forecastDraft } from "@/domain/waves/queries/forecast-draft";
import type { Deadline } from "@/domain/waves/queries/get-outlook";
import { readPaceForm, readScheduleForm } from "@/domain/waves/read-schedule-form";
import { releaseRamp } from "@/domain/waves/pace/release-ramp";
import { audienceOf } from "./audience-form";

const pageOf = (input: Record<string, unknown>) => ({ redirect: `/console/waves/${String(input.waveId)}` });

export async function changePaceAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayControlWaves, form, async (ctx, input) => {
    await changePace(ctx, { waveId: input.waveId, pace: readPaceForm(input) });
    return pageOf(input);
  });
}

export async function releaseRampAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayReleaseRamps, form, async (ctx, input) => {
    await releaseRamp(ctx, input);
    return pageOf(input);
  });
}

/** What the wave in the form comes to, in words: asked while somebody fills it in. */
export async function forecastWaveAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayEditWaves, form, async (ctx, input, { locale }) => {
    const t = await getTranslations({ locale, namespace: "waves" });
    const { current } = await findCurrentIncident(ctx);
    const timeZone = current?.timeZone ?? "UTC";
    const plan = readScheduleForm(input, { timeZone, now: ctx.clock.now() });
    const found = await forecastDraft(ctx, { templateVersionId: input.templateVersionId, audience: audienceOf(input) }, plan, { noticeDue: current?.noticeDue ?? null, timeZone });
    if (!found) return { message: t("plan-forecast.nobody") };
    const { people, forecast } = found;
    const zone = plan.schedule.timeZone ?? timeZone;
    const rate = forecast.rate === null ? "" : paceWords(forecast.rate, locale);
    const kept = (name: "end-by" | "law-line", deadline: Deadline | null): string[] => {
      if (!deadline || deadline.keeps === "unknown") return [];
      const named = t(`outlook.${name}`, { at: formatTime(deadline.at, locale, zone) });
      if (deadline.keeps === "yes") return [t("plan-forecast.kept", { name: named })];
      if (deadline.needs === null) return [t("plan-forecast.missed-past", { name: named })];
      return [forecast.rate !== null && deadline.needs > forecast.rate ? t("plan-forecast.missed", { name: named, needs: paceWords(deadline.needs, locale) }) : t("plan-forecast.missed-holds", { name: named })];
    };
    const through = forecast.doneAt ? t("plan-forecast.people", { people, rate, at: formatTime(forecast.doneAt, locale, zone) }) : t(forecast.rate === null ? "plan-forecast.unknown" : "plan-forecast.too-long", { people, rate });
    return { message: [through, ...kept("end-by", found.endBy), ...kept("law-line", found.lawLine), ...(plan.schedule.ramp?.goOn === "person" ? [t("plan-forecast.person")] : [])].join("\n") };
  });
}
