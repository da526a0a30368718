import "server-only";
import type { FormState } from "@/components/form/form-state";
import { defaultLocale, isLocale } from "@/db/values/locales";
import type { Context, VisitorActor } from "@/domain/kernel/context";
import { mintContext } from "@/domain/kernel/mint-context";
import { getParts } from "./parts";
import { runAction, type ActionResult } from "./run-action";

/** An action that anybody may call, and whose domain verb therefore proves or limits by itself. The form says its language in `locale`. */
export async function runVisitorAction(form: FormData, act: (ctx: Context<VisitorActor>, input: Record<string, unknown>) => Promise<ActionResult>): Promise<FormState> {
  const said = form.get("locale");
  const locale = isLocale(said) ? said : defaultLocale;
  return runAction(locale, form, (input) => act(mintContext(getParts(), { kind: "visitor" }, { locale }), input));
}
