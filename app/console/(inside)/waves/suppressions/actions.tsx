"use server";

import { runStaffAction } from "@/app/_server/staff-action";
import { FoundContact } from "@/components/suppressions/found-contact";
import type { SuppressionSearchState } from "@/components/suppressions/suppression-search";
import { may } from "@/domain/kernel/context";
import { mayChangeSuppressions, mayReadSuppressions } from "@/domain/suppressions/policy";
import { findSuppression } from "@/domain/suppressions/queries";
import { addSuppressionAction, liftSuppressionAction } from "./change-actions";

export async function findSuppressionAction(_: SuppressionSearchState, form: FormData): Promise<SuppressionSearchState> {
  return runStaffAction(mayReadSuppressions, form, async (ctx, input, { locale }) => {
    const found = await findSuppression(ctx, input);
    const typed = typeof input.contact === "string" ? input.contact : "";
    const acts = may(ctx.actor, mayChangeSuppressions) ? { add: addSuppressionAction, lift: liftSuppressionAction } : null;
    const state: SuppressionSearchState = { status: "done", values: { contact: typed }, found: <FoundContact found={found} typed={typed} locale={locale} acts={acts} /> };
    return { state };
  });
}
