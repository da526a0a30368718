import "server-only";
import type { FormState } from "@/components/form/form-state";
import { EVERY_INCIDENT } from "@/db/client";
import { defaultLocale, isLocale } from "@/db/values/locales";
import type { Context, VisitorActor } from "@/domain/kernel/context";
import { mintContext } from "@/domain/kernel/mint-context";
import { requireSide, type Side } from "./hosts";
import { getParts } from "./parts";
import { runAction, type ActionResult } from "./run-action";

/**
 * An action that anybody may call, and whose domain verb therefore proves or limits by itself. The form says its language in `locale`. What it is about, a message or a token, names its incident only
 * once it is found, so it sees every incident.
 */
export async function runVisitorAction(form: FormData, act: (ctx: Context<VisitorActor>, input: Record<string, unknown>) => Promise<ActionResult>, side: Side = "portal"): Promise<FormState> {
  await requireSide(side);
  const said = form.get("locale");
  const locale = isLocale(said) ? said : defaultLocale;
  return runAction(locale, form, (input) => act(mintContext(getParts(), { kind: "visitor" }, { locale, sees: EVERY_INCIDENT }), input));
}
