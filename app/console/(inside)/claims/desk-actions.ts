"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { currentIncidentOf } from "@/app/_server/current-incident";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { addNote } from "@/domain/claims/desk/add-note";
import { assignClaim } from "@/domain/claims/desk/assign-claim";
import { mayFollowClaims, mayLeadDesk, mayNoteClaims, mayWorkClaims } from "@/domain/claims/desk/policy";
import { readMentions } from "@/domain/claims/desk/read-mentions";
import { saveAgent } from "@/domain/claims/desk/save-agent";
import { saveDesk } from "@/domain/claims/desk/save-desk";
import { listStaffNames } from "@/domain/staff/queries";

export async function addNoteAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayNoteClaims, form, async (ctx, input, { locale }) => {
    await addNote(ctx, input);
    refresh();
    const t = await getTranslations({ locale, namespace: "claims-desk" });
    return { message: t("notes.added") };
  });
}

export async function assignClaimAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayWorkClaims, form, async (ctx, input, { locale }) => {
    const { to } = await assignClaim(ctx, input);
    refresh();
    const t = await getTranslations({ locale, namespace: "claims-desk" });
    return { message: to === null ? t("assign.done-nobody") : t("assign.done", { name: (await listStaffNames(ctx)).get(to) ?? "" }) };
  });
}

export async function readMentionsAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayFollowClaims, form, async (ctx, input) => {
    await readMentions(ctx, input);
    return { redirect: "/console/claims/mentions" };
  });
}

export async function saveDeskAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayLeadDesk, form, async (ctx, input, { locale }) => {
    const current = await currentIncidentOf(ctx);
    await saveDesk(ctx, current.id, input);
    refresh();
    const t = await getTranslations({ locale, namespace: "claims-desk" });
    return { message: t("desk.new-saved") };
  });
}

export async function saveAgentAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayLeadDesk, form, async (ctx, input) => {
    await saveAgent(ctx, input);
    return { redirect: "/console/claims/desk" };
  });
}
