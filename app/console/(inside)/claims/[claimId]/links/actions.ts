"use server";

import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { explainLink } from "@/domain/claims/risk/explain-link";
import { mayExplainLinks } from "@/domain/claims/risk/policy";

export async function explainLinkAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayExplainLinks, form, async (ctx, input) => ({ redirect: `/console/claims/${await explainLink(ctx, input)}` }));
}
