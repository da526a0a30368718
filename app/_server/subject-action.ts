import "server-only";
import type { FormState } from "@/components/form/form-state";
import type { Locale } from "@/db/values/locales";
import type { PublishedIncident } from "@/domain/incidents/types";
import type { Context, SubjectContext, VisitorActor } from "@/domain/kernel/context";
import { mintContext } from "@/domain/kernel/mint-context";
import { getParts } from "./parts";
import { requirePublishedIncident } from "./published-incident";
import { runAction, type ActionResult } from "./run-action";
import { requireSubjectContext } from "./subject";

/** Where a portal form stands: it carries the incident and the language of its page. */
function place(form: FormData): Promise<{ locale: string; incident: string }> {
  const read = (name: string) => {
    const value = form.get(name);
    return typeof value === "string" ? value : "";
  };
  return Promise.resolve({ locale: read("locale"), incident: read("incident") });
}

interface Where {
  incident: PublishedIncident;
  locale: Locale;
  /** Address of the incident's pages in this language. */
  base: string;
}

/** An action of somebody with a proven contact: through that gate, then the act, then its answer in the page's language. */
export async function runSubjectAction(form: FormData, act: (ctx: SubjectContext, input: Record<string, unknown>, where: Where) => Promise<ActionResult>): Promise<FormState> {
  const { ctx, incident, locale } = await requireSubjectContext(place(form));
  return runAction(locale, form, (input) => act(ctx, input, { incident, locale, base: `/${locale}/${incident.slug}` }));
}

/** An action of anybody on an incident's pages; the verb behind it limits or proves by itself. */
export async function runIncidentAction(form: FormData, act: (ctx: Context<VisitorActor>, input: Record<string, unknown>, where: Where) => Promise<ActionResult>): Promise<FormState> {
  const { incident, locale } = await requirePublishedIncident(place(form));
  const ctx = mintContext(getParts(), { kind: "visitor" } as const, { locale, sees: incident.id });
  return runAction(locale, form, (input) => act(ctx, input, { incident, locale, base: `/${locale}/${incident.slug}` }));
}
