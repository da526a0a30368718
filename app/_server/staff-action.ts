import "server-only";
import { getTranslations } from "next-intl/server";
import type { FormState } from "@/components/form/form-state";
import type { Locale } from "@/db/values/locales";
import { authorise, type Policy, type StaffContext } from "@/domain/kernel/context";
import type { StaffSession } from "@/domain/staff/types";
import { requireSide } from "./hosts";
import { runAction, typedValues, type ActionResult } from "./run-action";
import { findLostSession, findSession } from "./session";
import { letIn } from "./staff";

/** A console action: through the gate with the policy of its act, then the act, then its answer in the member's language. */
export async function runStaffAction(
  rule: Policy,
  form: FormData,
  act: (ctx: StaffContext, input: Record<string, unknown>, member: StaffSession) => Promise<ActionResult>,
): Promise<FormState> {
  await requireSide("console");
  const lost = (await findSession()) ? null : await findLostSession();
  // Whoever may not come in any more has nothing to come back to.
  if (lost && lost.reason !== "off-boarded") return sayEnded(lost.locale, form);
  const { ctx, member } = await letIn(rule);
  return runAction(member.locale, form, (input) => {
    authorise(ctx, rule);
    return act(ctx, input, member);
  });
}

/** The page stays as it is, with what was typed, until its person has signed in again in another tab. */
async function sayEnded(locale: Locale, form: FormData): Promise<FormState> {
  const t = await getTranslations({ locale, namespace: "sessions" });
  return { status: "refused", title: t("ended.title"), message: t("ended.while-typing"), values: typedValues(form), link: { href: `/console/sign-in?lang=${locale}`, text: t("ended.sign-in") } };
}
