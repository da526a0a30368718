import { countRows } from "./rules";
import { revisionRows, type RevisionForm, type RevisionRows } from "./types";

type Row = Record<string, string>;
/** What stands in a new row before anybody types; it does not make a row filled in. */
const FRESH: Partial<Record<string, string>> = { status: "claimed", urgency: "now" };

/**
 * Add a row to a form, remove one or move one up: `facts.add`, `facts.2.remove`, `facts.2.up`. An act that names no such row changes nothing. `focus` is
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
  return Object.fromEntries(revisionRows[part].map((field) => [field, FRESH[field] ?? ""]));
}

function rowsOf(form: RevisionForm, part: RevisionRows): Row[] {
  return Array.from({ length: countRows(form, part) }, (_, i) => Object.fromEntries(revisionRows[part].map((field) => [field, form[`${part}.${i}.${field}`] ?? ""])));
}

function withRows(form: RevisionForm, part: RevisionRows, rows: Row[]): RevisionForm {
  const others = Object.entries(form).filter(([name]) => !name.startsWith(`${part}.`));
  return Object.fromEntries([...others, ...rows.flatMap((row, i) => Object.entries(row).map(([field, value]) => [`${part}.${i}.${field}`, value]))]);
}
