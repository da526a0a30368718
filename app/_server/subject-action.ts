import "server-only";
import { getTranslations } from "next-intl/server";
import type { FormState } from "@/components/form/form-state";
import type { Locale } from "@/db/values/locales";
import type { PublishedIncident } from "@/domain/incidents/types";
import type { Context, SubjectContext, VisitorActor } from "@/domain/kernel/context";
import { mintContext } from "@/domain/kernel/mint-context";
import { PROOF_MS } from "@/domain/lookups/rules";
import { holdTyped } from "./held-form";
import { getParts } from "./parts";
import { requirePublishedIncident } from "./published-incident";
import { runAction, typedValues, type ActionResult } from "./run-action";
import { findSubjectContext } from "./subject";

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
  const { incident, locale } = await requirePublishedIncident(place(form));
  const base = `/${locale}/${incident.slug}`;
  const ctx = await findSubjectContext(incident, locale);
  if (!ctx) return sayEnded(form, locale, base);
  return runAction(locale, form, (input) => act(ctx, input, { incident, locale, base }));
}

/** The form stays as it is, with what was typed, until its person has proven their contact again in another tab. Where no script runs its page cannot stay, and the layout gives back what was typed. */
async function sayEnded(form: FormData, locale: Locale, base: string): Promise<FormState> {
  const values = typedValues(form);
  await holdTyped(values);
  const t = await getTranslations({ locale, namespace: "lookups" });
  return { status: "refused", title: t("held.title"), message: t("held.while-typing", { minutes: PROOF_MS / 60_000 }), values, link: { href: `${base}/check`, text: t("held.prove") } };
}

/** An action of anybody on an incident's pages; the verb behind it limits or proves by itself. */
export async function runIncidentAction(form: FormData, act: (ctx: Context<VisitorActor>, input: Record<string, unknown>, where: Where) => Promise<ActionResult>): Promise<FormState> {
  const { incident, locale } = await requirePublishedIncident(place(form));
  const ctx = mintContext(getParts(), { kind: "visitor" } as const, { locale, sees: incident.id });
  return runAction(locale, form, (input) => act(ctx, input, { incident, locale, base: `/${locale}/${incident.slug}` }));
}
