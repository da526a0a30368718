import "server-only";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { FormState } from "@/components/form/form-state";
import type { Locale } from "@/db/values/locales";
import { Invalid, Refusal, StaleProof } from "@/domain/kernel/errors";
import { getParts } from "./parts";

/** Typed values that are never given back. */
const SECRETS = new Set(["password", "code", "credential"]);

export type ActionResult = { redirect: string } | { message: string } | { state: FormState };

/**
 * Run one act for a form and turn whatever comes of it into an answer in the person's language. A refusal keeps what was typed; a fault is logged
 * without its content and becomes a calm sentence. `act` must have passed a gate: this is the mapping, not the gate.
 */
export async function runAction(locale: Locale, form: FormData, act: (input: Record<string, unknown>) => Promise<ActionResult>): Promise<FormState> {
  const t = await getTranslations({ locale, namespace: "errors" });
  const say = (key: string, values: Record<string, string | number> = {}) => (t.has(key) ? t(key, values) : t("fault"));
  let result: ActionResult;
  try {
    result = await act(readForm(form));
  } catch (error) {
    const values = typedValues(form);
    if (error instanceof Invalid) {
      const fields = Object.fromEntries(Object.entries(error.fields).map(([name, keys]) => [name, keys.map((key) => say(key))]));
      return { status: "invalid", title: say("summary"), fields, values };
    }
    if (error instanceof StaleProof) return { status: "prove", title: say("prove-title"), message: say(error.reason), values, link: { href: "/console/prove", text: say("prove-link") } };
    // Where one is to be had.
    if (error instanceof Refusal && error.reason === "passkey-needed") return { status: "refused", title: say("refused"), message: say(error.reason), values, link: { href: "/console/account", text: say("passkey-needed-link") } };
    if (error instanceof Refusal && error.reason === "reveals-spent") return { status: "refused", title: say("refused"), message: say(error.reason, error.values), values, link: { href: "/console/reveals", text: say("reveals-spent-link") } };
    if (error instanceof Refusal) return { status: "refused", title: say("refused"), message: say(error.reason, error.values), values };
    getParts().log.error({ err: error }, "action failed");
    return { status: "refused", title: say("refused"), message: say("fault"), values };
  }
  if ("redirect" in result) redirect(result.redirect);
  return "state" in result ? result.state : { status: "done", message: result.message };
}

/** A form as plain input: a name that occurs once is a string (or file), one that occurs more often a list. React's own fields are left out. */
function readForm(form: FormData): Record<string, unknown> {
  const input: Record<string, unknown> = {};
  for (const name of new Set(form.keys())) {
    if (name.startsWith("$ACTION")) continue;
    const all = form.getAll(name);
    input[name] = all.length > 1 ? all : all[0];
  }
  return input;
}

/** What was typed, to be given back; secrets never are. */
export function typedValues(form: FormData): Record<string, string> {
  const values: Record<string, string> = {};
  for (const name of new Set(form.keys())) {
    if (SECRETS.has(name) || name.startsWith("$ACTION")) continue;
    values[name] = form.getAll(name).filter((value) => typeof value === "string").join(",");
  }
  return values;
}
