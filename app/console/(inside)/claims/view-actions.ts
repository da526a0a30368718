"use server";

import { currentIncidentOf } from "@/app/_server/current-incident";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { readFilter } from "@/domain/claims/desk/rules";
import { dropView, renameView, restoreView } from "@/domain/claims/desk/views/change-view";
import { saveView } from "@/domain/claims/desk/views/save-view";
import { mayReadClaims } from "@/domain/claims/policy";

const queue = (query: unknown) => `/console/claims${typeof query === "string" && query !== "" ? `?${readFilter(query).query}` : ""}`;

export async function saveViewAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayReadClaims, form, async (ctx, { name, shared, query }) => {
    const current = await currentIncidentOf(ctx);
    await saveView(ctx, current.id, { name, shared, filter: readFilter(typeof query === "string" ? query : "").filter });
    return { redirect: queue(query) };
  });
}

export async function renameViewAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayReadClaims, form, async (ctx, input) => {
    await renameView(ctx, input);
    return { redirect: queue(input.query) };
  });
}

export async function dropViewAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayReadClaims, form, async (ctx, input) => ({ redirect: `/console/claims?dropped=${await dropView(ctx, input)}` }));
}

export async function restoreViewAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayReadClaims, form, async (ctx, input) => {
    await restoreView(ctx, input);
    return { redirect: "/console/claims" };
  });
}
