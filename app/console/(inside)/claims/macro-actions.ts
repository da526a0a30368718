"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { currentIncidentOf } from "@/app/_server/current-incident";
import { runStaffAction } from "@/app/_server/staff-action";
import type { MacroState } from "@/components/claims/macro-form";
import type { FormState } from "@/components/form/form-state";
import { startBulk } from "@/domain/claims/desk/bulk/start-bulk";
import { undoBulk } from "@/domain/claims/desk/bulk/undo-bulk";
import { runMacro } from "@/domain/claims/desk/macros/run-macro";
import { dropText, restoreText, saveMacro, saveReply } from "@/domain/claims/desk/macros/save-team-texts";
import { mayLeadDesk, mayWorkClaims } from "@/domain/claims/desk/policy";
import { readFilter } from "@/domain/claims/desk/rules";

const TEXTS = "/console/claims/macros";

export async function saveReplyAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayLeadDesk, form, async (ctx, input) => {
    await saveReply(ctx, input);
    return { redirect: TEXTS };
  });
}

export async function saveMacroAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayLeadDesk, form, async (ctx, input) => {
    await saveMacro(ctx, input);
    return { redirect: TEXTS };
  });
}

export async function dropTextAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayLeadDesk, form, async (ctx, input) => ({ redirect: `${TEXTS}?${new URLSearchParams(await dropText(ctx, input)).toString()}` }));
}

export async function restoreTextAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayLeadDesk, form, async (ctx, input) => {
    await restoreText(ctx, input);
    return { redirect: TEXTS };
  });
}

export async function runMacroAction(_: FormState, form: FormData): Promise<MacroState> {
  return runStaffAction(mayWorkClaims, form, async (ctx, input, { locale }) => {
    const current = await currentIncidentOf(ctx);
    const { reply } = await runMacro(ctx, input, current.timeZone);
    refresh();
    const t = await getTranslations({ locale, namespace: "claims-desk" });
    const state: MacroState = { status: "done", message: t(reply === null ? "macros.done" : "macros.done-reply"), reply };
    return { state };
  });
}

export async function startBulkAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayWorkClaims, form, async (ctx, { act, claim, query }) => {
    const current = await currentIncidentOf(ctx);
    const runId = await startBulk(ctx, current.id, { act, claim, filter: readFilter(typeof query === "string" ? query : "").filter }, current.timeZone);
    return { redirect: `/console/claims/bulk/${runId}` };
  });
}

export async function undoBulkAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayWorkClaims, form, async (ctx, input) => ({ redirect: `/console/claims/bulk/${await undoBulk(ctx, input)}` }));
}
