import "server-only";
import type { FormState } from "@/components/form/form-state";
import type { Policy, StaffContext } from "@/domain/kernel/context";
import type { StaffSession } from "@/domain/staff/types";
import { runAction, type ActionResult } from "./run-action";
import { requireStaff } from "./staff";

/** A console action: through the gate with the policy of its act, then the act, then its answer in the member's language. */
export async function runStaffAction(
  rule: Policy,
  form: FormData,
  act: (ctx: StaffContext, input: Record<string, unknown>, member: StaffSession) => Promise<ActionResult>,
): Promise<FormState> {
  const { ctx, member } = await requireStaff(rule);
  return runAction(member.locale, form, (input) => act(ctx, input, member));
}
