import { locales, type Localized } from "@/db/values/locales";
import { Conflict, Forbidden, Invalid, type Refusal } from "../kernel/errors";
import type { Benefit, Programme, ProgrammeTerms, ProgrammeVersion, TermsForm } from "./types";

/** Say why nobody can file under an opened programme at a moment, or null when they can. Times are inclusive of the opening and exclusive of the closing instant. */
export function whyNotFilable(programme: Pick<Programme, "opensAt" | "closesAt">, now: Date): Refusal | null {
  if (now < programme.opensAt) return new Conflict("programme-not-open-yet");
  if (now >= programme.closesAt) return new Conflict("programme-closed");
  return null;
}

/** Whether a benefit reaches a person as money, so that an account is needed for it. */
export function isCash({ kind }: Pick<Benefit, "kind">): boolean {
  return kind === "flat-cash" || kind === "documented-loss" || kind === "lost-time";
}

/**
 * List the losses that belong to one of a claim's benefits: those whose kind it names. `chosen` is all of them, whichever are looked at. Each belongs to one benefit alone, so that none is asked for, judged or paid twice; terms from before that was asked of them may
 * name a kind in two, and the first in their order has it.
 */
export function lossesOf<L extends { loss: string }>(benefits: readonly Benefit[], chosen: readonly string[], slug: string, losses: readonly L[]): L[] {
  const ownerOf = (loss: string) => benefits.find((benefit) => chosen.includes(benefit.slug) && benefit.kind === "documented-loss" && benefit.losses.some((kind) => kind.slug === loss))?.slug;
  return losses.filter(({ loss }) => ownerOf(loss) === slug);
}

/** Which of a claim's benefits pays time, by its name; `chosen` is all of them. Terms from before that was asked of them may have two, and the first in their order does. */
export function timeBenefitOf(benefits: readonly Benefit[], chosen: readonly string[]): string | undefined {
  return benefits.find(({ kind, slug }) => kind === "lost-time" && chosen.includes(slug))?.slug;
}

/** Say why a choice of benefits is none that the terms allow, or null: at least one, and of each group of exclusive ones at most one. */
export function whyNotChoosable(terms: Pick<ProgrammeTerms, "exclusive">, chosen: readonly string[]): Refusal | null {
  if (chosen.length === 0) return new Invalid({ benefits: ["choose-one"] });
  const clash = terms.exclusive.some((group) => group.filter((slug) => chosen.includes(slug)).length > 1);
  return clash ? new Invalid({ benefits: ["benefits-exclusive"] }) : null;
}

/** List what terms lack before they can be proposed: the path of each field, and what is wrong with it. */
export function missingBeforeProposal(terms: ProgrammeTerms): [path: string, problem: string][] {
  const missing: [string, string][] = [];
  const need = (path: string, given: boolean, problem = "needed-for-publication") => {
    if (!given) missing.push([path, problem]);
  };
  const words = (path: string, text: Localized) => locales.forEach((locale) => need(`${path}.${locale}`, text[locale] !== ""));
  for (const [name, text] of Object.entries(terms.texts)) words(`texts.${name}`, text);
  need("opensAt", terms.opensAt !== null);
  need("closesAt", terms.closesAt !== null);
  if (terms.opensAt && terms.closesAt) need("closesAt", terms.closesAt > terms.opensAt, "ends-before-start");
  need("cureDays", terms.cureDays > 0);
  need("appealDays", terms.appealDays > 0);
  need("benefits", terms.benefits.length > 0);
  const lossKinds = new Set<string>();
  terms.benefits.forEach((benefit, i) => {
    const at = `benefits.${i}`;
    words(`${at}.name`, benefit.name);
    words(`${at}.explanation`, benefit.explanation);
    need(`${at}.slug`, terms.benefits.findIndex(({ slug }) => slug === benefit.slug) === i, "slug-taken");
    for (const [path, given] of amountsOf(benefit)) need(`${at}.${path}`, given);
    if (benefit.kind === "documented-loss") {
      benefit.losses.forEach((loss, j) => {
        words(`${at}.losses.${j}.name`, loss.name);
        need(`${at}.losses.${j}.slug`, !lossKinds.has(loss.slug), "loss-kind-taken");
        lossKinds.add(loss.slug);
      });
    }
    // Whoever lost an hour lost it once.
    if (benefit.kind === "lost-time") need(`${at}.slug`, terms.benefits.findIndex(({ kind }) => kind === "lost-time") === i, "one-lost-time");
    if (benefit.kind === "monitoring") words(`${at}.provider`, benefit.provider);
  });
  const known = new Set(terms.benefits.map(({ slug }) => slug));
  terms.exclusive.forEach((group, i) => need(`exclusive.${i}`, group.length > 1 && group.every((slug) => known.has(slug)), "benefits-unknown"));
  terms.jointCaps.forEach((cap, i) => need(`jointCaps.${i}`, cap.benefits.length > 0 && cap.benefits.every((slug) => known.has(slug)), "benefits-unknown"));
  if (terms.benefits.some(isCash)) need("accounts", terms.accounts.length > 0, "choose-one");
  terms.faq.forEach((one, i) => {
    words(`faq.${i}.question`, one.question);
    words(`faq.${i}.answer`, one.answer);
  });
  terms.documents.forEach((document, i) => {
    words(`documents.${i}.title`, document.title);
    need(`documents.${i}.languages`, document.languages.length > 0, "choose-one");
  });
  return missing;
}

/** The figures without which a benefit promises nothing. */
function amountsOf(benefit: Benefit): [path: string, given: boolean][] {
  switch (benefit.kind) {
    case "vouchers":
      return [["parts", benefit.parts.length > 0], ...benefit.parts.flatMap((part, i): [string, boolean][] => [[`parts.${i}.valueMinor`, part.valueMinor > 0n], [`parts.${i}.validDays`, part.validDays > 0]])];
    case "flat-cash":
      return [["amountMinor", benefit.amountMinor > 0n]];
    case "documented-loss":
      return [["capMinor", benefit.capMinor > 0n], ["losses", benefit.losses.length > 0]];
    case "lost-time":
      return [["rateMinor", benefit.rateMinor > 0n], ["stepMinutes", benefit.stepMinutes > 0], ["capMinutes", benefit.capMinutes >= benefit.minimumMinutes && benefit.capMinutes > 0]];
    case "monitoring":
      return [["months", benefit.months > 0]];
  }
}

/** Say why a draft cannot be proposed, or null. */
export function whyNotProposable(version: Pick<ProgrammeVersion, "state" | "terms">): Refusal | null {
  if (version.state !== "draft") return new Conflict("not-a-draft");
  const missing = missingBeforeProposal(version.terms);
  return missing.length > 0 ? new Invalid(Object.fromEntries(missing.map(([path, problem]) => [path, [problem]]))) : null;
}

/** Say why somebody cannot publish a version, or null. `edit` is the save that they have read: terms nobody has read are not published. */
export function whyNotPublishable(version: Pick<ProgrammeVersion, "state" | "edit" | "editedBy">, staffId: string, edit: number): Refusal | null {
  if (version.state !== "in-review") return new Conflict("not-in-review");
  if (version.edit !== edit) return new Conflict("draft-changed-meanwhile");
  return version.editedBy.includes(staffId) ? new Forbidden("second-person") : null;
}

/** How many rows a repeated part of a form has. */
export function countTermsRows(form: TermsForm, path: string): number {
  return Object.keys(form).reduce((most, name) => (name.startsWith(`${path}.`) ? Math.max(most, Number(/^\d+/.exec(name.slice(path.length + 1))?.[0] ?? -1) + 1) : most), 0);
}
