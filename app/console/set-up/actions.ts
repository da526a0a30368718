"use server";

import { runVisitorAction } from "@/app/_server/visitor-action";
import type { FormState } from "@/components/form/form-state";
import { setUpStaffMember } from "@/domain/staff/set-up-staff-member";
import { loadEnv } from "@/lib/env";

export async function setUpAction(_: FormState, form: FormData): Promise<FormState> {
  return runVisitorAction(
    form,
    async (ctx, input) => {
      const { secret, uri } = await setUpStaffMember(ctx, input, loadEnv().BREACHED_PASSWORDS_FILE);
      return { state: { status: "done", values: { secret, uri } } };
    },
    "console",
  );
}
