import { locales, type Locale, type Localized } from "@/db/values/locales";
import { revisionRows, sectionNames, type RevisionRows } from "@/db/values/revisions";
import type { FactValues } from "../facts/types";
import { Conflict, Forbidden, Invalid, type Refusal } from "../kernel/errors";
import { fillRevision, textsOf } from "./revision-texts";
import type { Revision, RevisionContent, RevisionForm } from "./types";

/** Say in a line how the contact desk is reached, in each language. */
export function contactDeskOf(contact: RevisionContent["contact"]): Localized {
  const desk = (locale: Locale) => [contact.department[locale], contact.phone, contact.email, contact.hours[locale]].filter((part) => part !== "").join(", ");
  return { ko: desk("ko"), en: desk("en") };
}

const HOUR = 3_600_000;
/** Hours from knowing of a leak to telling the people concerned. Personal Information Protection Act of Korea, art. 34(1); Enforcement Decree, art. 39(1). */
const NOTICE_HOURS = 72;

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
  ];
  const missing = words.flatMap(([path, text]) => locales.filter((locale) => text[locale] === "").map((locale) => `${path}.${locale}`));
  if (content.contact.phone === "" && content.contact.email === "") missing.push("contact.phone");
  if (content.leaked.length === 0) missing.push("leaked");
  if (!content.dates.discovered) missing.push("dates.discovered");
  if (!content.knewLeak) missing.push("knewLeak");
  return missing;
}

/** List the texts of a revision that ask for what the ledger of facts has not approved, or for anything else: a reader would see the braces. */
export function unknownBeforePublication(content: RevisionContent, values: FactValues): string[] {
  return textsOf(fillRevision(content, values)).filter(({ text }) => text.includes("{{")).map(({ path }) => path);
}

/** Say why a revision cannot be asked to be published, or null. `values` are the facts that are approved. */
export function whyNotSubmittable(revision: Pick<Revision, "state" | "content">, values: FactValues): Refusal | null {
  if (revision.state !== "draft") return new Conflict("not-a-draft");
  const fields: [string, string[]][] = [
    ...missingBeforePublication(revision.content).map((path): [string, string[]] => [path, ["needed-for-publication"]]),
    ...unknownBeforePublication(revision.content, values).map((path): [string, string[]] => [path, ["fact-unknown"]]),
  ];
  return fields.length > 0 ? new Invalid(Object.fromEntries(fields)) : null;
}

/** Say why somebody cannot publish a revision, or null. `edit` is the save that they have read: words nobody has read are not published. */
export function whyNotPublishable(revision: Pick<Revision, "state" | "edit" | "editedBy" | "content">, staffId: string, edit: number, values: FactValues): Refusal | null {
  if (revision.state !== "in-review") return new Conflict("not-in-review");
  if (revision.edit !== edit) return new Conflict("draft-changed-meanwhile");
  if (revision.editedBy.includes(staffId)) return new Forbidden("second-person");
  return whyNotSubmittable({ ...revision, state: "draft" }, values);
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

type Row = Record<string, string>;
/** What stands in a new row before anybody types; it does not make a row filled in. */
const FRESH: Partial<Record<string, string>> = { urgency: "now" };

/**
 * Add a row to a form, remove one or move one up: `updates.add`, `updates.2.remove`, `updates.2.up`. An act that names no such row changes nothing. `focus` is
 * the name of the field to go on with, or the act itself where no row is left.
 */
export function changeRevisionRows(form: RevisionForm, act: string): { form: RevisionForm; focus: string } {
  const [part = "", at = "", verb = ""] = act.split(".");
  if (!isRows(part)) return { form, focus: "" };
  const rows = rowsOf(form, part);
  const first = revisionRows[part][0];
  if (at === "add") return { form: withRows(form, part, [...rows, freshRow(part)]), focus: `${part}.${rows.length}.${first}` };
  const index = Number(at);
  const row = rows[index];
  if (!row) return { form, focus: "" };
  if (verb === "remove") {
    const left = rows.toSpliced(index, 1);
    return { form: withRows(form, part, left), focus: left.length > 0 ? `${part}.${Math.min(index, left.length - 1)}.${first}` : `${part}.add` };
  }
  if (verb !== "up" || index === 0) return { form, focus: "" };
  return { form: withRows(form, part, rows.toSpliced(index, 1).toSpliced(index - 1, 0, row)), focus: `${part}.${index - 1}.${first}` };
}

/** Drop the rows in which nothing was filled in, so that a row added in vain does not stand in the way of saving. */
export function dropEmptyRows(form: RevisionForm): RevisionForm {
  return (Object.keys(revisionRows) as RevisionRows[]).reduce((all, part) => {
    const filled = rowsOf(all, part).filter((row) => Object.entries(row).some(([field, value]) => value.trim() !== "" && !(field in FRESH)));
    return withRows(all, part, filled);
  }, form);
}

function isRows(part: string): part is RevisionRows {
  return Object.hasOwn(revisionRows, part);
}

function freshRow(part: RevisionRows): Row {
  return Object.fromEntries(revisionRows[part].map((field): [string, string] => [field, FRESH[field] ?? ""]));
}

function rowsOf(form: RevisionForm, part: RevisionRows): Row[] {
  return Array.from({ length: countRows(form, part) }, (_, i) => Object.fromEntries(revisionRows[part].map((field): [string, string] => [field, form[`${part}.${i}.${field}`] ?? ""])));
}

function withRows(form: RevisionForm, part: RevisionRows, rows: Row[]): RevisionForm {
  const others = Object.entries(form).filter(([name]) => !name.startsWith(`${part}.`));
  return Object.fromEntries([...others, ...rows.flatMap((row, i) => Object.entries(row).map(([field, value]): [string, string] => [`${part}.${i}.${field}`, value]))]);
}
