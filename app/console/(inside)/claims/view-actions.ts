"use server";

import { refresh } from "next/cache";
import { getTranslations } from "next-intl/server";
import { currentIncidentOf } from "@/app/_server/current-incident";
import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { assignClaim } from "@/domain/claims/desk/assign-claim";
import { pickedClaimsInput } from "@/domain/claims/desk/input";
import { mayWorkClaims } from "@/domain/claims/desk/policy";
import { readFilter } from "@/domain/claims/desk/rules";
import { dropView, renameView, restoreView } from "@/domain/claims/desk/views/change-view";
import { saveView } from "@/domain/claims/desk/views/save-view";
import { mayReadClaims } from "@/domain/claims/policy";
import { parseInput, Refusal } from "@/domain/kernel/errors";

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

/** Take the rows that are ticked. Each is a transaction of its own; what is refused is said, with why. */
export async function takePickedAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayWorkClaims, form, async (ctx, input, { locale }) => {
    const { claim } = parseInput(pickedClaimsInput, input);
    const refused: string[] = [];
    for (const claimId of claim) {
      try {
        await assignClaim(ctx, { claimId, to: "me" });
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refused.push(error.reason);
      }
    }
    refresh();
    const t = await getTranslations({ locale, namespace: "claims-desk" });
    const errors = await getTranslations({ locale, namespace: "errors" });
    const why = [...new Set(refused)].map((reason) => (errors.has(reason) ? errors(reason) : errors("fault")));
    return { message: [t("picks.taken", { count: claim.length - refused.length }), ...(refused.length > 0 ? [t("picks.refused", { count: refused.length }), ...why] : [])].join(" ") };
  });
}
