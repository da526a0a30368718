import { locales } from "@/db/values/locales";
import { Conflict, Forbidden, Invalid, type Refusal } from "../kernel/errors";
import { sectionNames, type Revision, type RevisionContent, type RevisionForm, type RevisionRows } from "./types";

const HOUR = 3_600_000;
/** Hours from knowing of a leak to telling the people concerned. Personal Information Protection Act of Korea, art. 34(1); Enforcement Decree, art. 39(1). */
export const NOTICE_HOURS = 72;

/** Return the last instant for individual notice. The law counts elapsed hours, so no zone and no change of clocks moves it. */
export function noticeDue(knewLeak: Date): Date {
  return new Date(knewLeak.getTime() + NOTICE_HOURS * HOUR);
}

export interface ClockReading {
  /** Whole hours and minutes to the deadline; past it, since the deadline. */
  hours: number;
  minutes: number;
  overdue: boolean;
}

/** Read the clock of a deadline. At the very instant of the deadline it is not overdue yet. */
export function readClock(due: Date, now: Date): ClockReading {
  const left = due.getTime() - now.getTime();
  const minutes = Math.floor(Math.abs(left) / 60_000);
  return { hours: Math.floor(minutes / 60), minutes: minutes % 60, overdue: left < 0 };
}

/** List the paths of what a page may not be published without: the law's items (art. 34(1)), in every language. */
export function missingBeforePublication(content: RevisionContent): string[] {
  const words: [string, { ko: string; en: string }][] = [
    ["organisation", content.organisation],
    ["title", content.title],
    ...sectionNames.map((name): [string, RevisionContent["title"]] => [`sections.${name}`, content.sections[name]]),
    ["contact.department", content.contact.department],
    ["contact.hours", content.contact.hours],
    ["apology.text", content.apology.text],
    ["apology.signatory", content.apology.signatory],
    ["apology.role", content.apology.role],
    ...content.updates.flatMap((update, i): [string, RevisionContent["title"]][] => [[`updates.${i}.title`, update.title], [`updates.${i}.text`, update.text]]),
    ...content.facts.flatMap((fact, i): [string, RevisionContent["title"]][] => [[`facts.${i}.name`, fact.name], [`facts.${i}.value`, fact.value], [`facts.${i}.source`, fact.source]]),
  ];
  const missing = words.flatMap(([path, text]) => locales.filter((locale) => text[locale] === "").map((locale) => `${path}.${locale}`));
  if (content.contact.phone === "" && content.contact.email === "") missing.push("contact.phone");
  if (content.leaked.length === 0) missing.push("leaked");
  if (!content.dates.discovered) missing.push("dates.discovered");
  if (!content.knewLeak) missing.push("knewLeak");
  return missing;
}

/** Say why a revision cannot be asked to be published, or null. */
export function whyNotSubmittable(revision: Pick<Revision, "state" | "content">): Refusal | null {
  if (revision.state !== "draft") return new Conflict("not-a-draft");
  const missing = missingBeforePublication(revision.content);
  if (missing.length > 0) return new Invalid(Object.fromEntries(missing.map((path) => [path, ["needed-for-publication"]])));
  return null;
}

/** Say why somebody cannot publish a revision, or null. `edit` is the save that they have read: words nobody has read are not published. */
export function whyNotPublishable(revision: Pick<Revision, "state" | "edit" | "editedBy" | "content">, staffId: string, edit: number): Refusal | null {
  if (revision.state !== "in-review") return new Conflict("not-in-review");
  if (revision.edit !== edit) return new Conflict("draft-changed-meanwhile");
  if (revision.editedBy.includes(staffId)) return new Forbidden("second-person");
  return whyNotSubmittable({ ...revision, state: "draft" });
}

/** Name the parts in which a revision differs from another: top-level parts, and each section by its own name. */
export function changedParts(before: RevisionContent | null, after: RevisionContent): string[] {
  const parts = (content: RevisionContent | null): Map<string, string> => {
    if (!content) return new Map();
    const { sections, ...rest } = content;
    return new Map([...Object.entries(rest), ...Object.entries(sections).map(([name, text]): [string, unknown] => [`sections.${name}`, text])].map(([name, value]) => [name, canonical(value)]));
  };
  const old = parts(before);
  return [...parts(after)].filter(([name, value]) => old.get(name) !== value).map(([name]) => name);
}

/** JSON with sorted keys: the database gives keys back in an order of its own. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, part: unknown) =>
    part !== null && typeof part === "object" && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );
}

/** Count the rows of a repeatable part of a form. */
export function countRows(form: RevisionForm, rows: RevisionRows): number {
  const pattern = new RegExp(`^${rows}\\.(\\d{1,3})\\.`);
  return Object.keys(form).reduce((most, name) => Math.max(most, Number(pattern.exec(name)?.[1] ?? -1) + 1), 0);
}
