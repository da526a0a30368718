import type { ImportField, RowDefect } from "@/db/values/import";
import type { SealedSubject } from "@/db/values/contact";
import { isLocale } from "@/db/values/locales";
import { canonicalEmail, canonicalPhone } from "../../keys/canonical-contact";
import { canonicalPostal, readPostal, type PostalCells } from "./postal-address";

const MAX_CELL = 2_000;
/** Control characters that have no business in a table; tab and line breaks are judged by their field. */
const CONTROL = new RegExp("[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]");

export interface Defect {
  /** Name of the column as the file has it; null for the whole row. */
  column: string | null;
  code: RowDefect;
  /** Enough to find the cell, too little to know the person. */
  preview: string;
}

/** A row that can be loaded: what is sealed, what is indexed, what is counted. */
export interface CheckedRow {
  line: number;
  kind: "account-holder" | "third-party";
  locale: string;
  country: string;
  timeZone: string;
  confirmed: bigint;
  possible: bigint;
  cleared: bigint;
  namedBy: string[];
  emails: string[];
  phones: string[];
  /** Name and address as they are indexed; null for somebody who cannot be written to by post. */
  postal: string | null;
  content: SealedSubject;
}

export interface RowRules {
  headers: readonly string[];
  mapping: readonly ImportField[];
  /** Data class slug → bit of this incident. */
  bits: ReadonlyMap<string, number>;
  country: string;
  timeZone: string;
  locale: string;
}

const knownZones = new Map<string, boolean>();
const knownCountries = new Map<string, boolean>();

/** Judge one row. Every defect is found in one pass, so that a file is mended once and not once per mistake. */
export function checkRow(cells: readonly string[], line: number, rules: RowRules): CheckedRow | Defect[] {
  const defects: Defect[] = [];
  const bad = (index: number | null, code: RowDefect, cell = "") => {
    defects.push({ column: index === null ? null : (rules.headers[index] ?? null), code, preview: maskCell(cell) });
  };
  if (cells.length > rules.headers.length) bad(null, "extra-columns", `${cells.length} > ${rules.headers.length}`);
  if (cells.length < rules.headers.length) bad(null, "missing-columns", `${cells.length} < ${rules.headers.length}`);
  const row: CheckedRow = {
    line,
    kind: "account-holder",
    locale: rules.locale,
    country: rules.country,
    timeZone: rules.timeZone,
    confirmed: 0n,
    possible: 0n,
    cleared: 0n,
    namedBy: [],
    emails: [],
    phones: [],
    postal: null,
    content: { ref: "" },
  };
  const phones: [number, string][] = [];
  let postal: PostalCells | null = null;
  for (let i = 0; i < rules.mapping.length; i++) {
    const field = rules.mapping[i] ?? "ignore";
    const cell = cells[i] ?? "";
    if (cell === "" || field === "ignore") continue;
    const inAddress = field === "postal_name" || field === "postal_code" || field === "postal_address";
    if (inAddress) ((postal ??= {})[field] ??= []).push(cell);
    if (cell.length > MAX_CELL) bad(i, "oversized-cell", cell);
    else if (CONTROL.test(cell)) bad(i, "control-character", cell);
    else if (isFormula(cell, field)) bad(i, "formula", cell);
    else if (field === "phone") phones.push([i, cell]);
    else if (!inAddress) readCell(row, field, cell, rules, (code) => bad(i, code, cell));
  }
  for (const [index, cell] of phones) {
    const phone = canonicalPhone(cell, row.country);
    if (!phone.ok) bad(index, phone.defect, cell);
    else if (!row.phones.includes(phone.value)) {
      row.phones.push(phone.value);
      (row.content.p ??= []).push(cell.trim());
    }
  }
  if (postal) takePostal(row, postal, (field, code) => bad(rules.mapping.indexOf(field), code));
  if (row.content.ref === "" && !defects.some((defect) => defect.column === rules.headers[rules.mapping.indexOf("ref")])) bad(rules.mapping.indexOf("ref"), "ref-missing");
  if ((row.confirmed & row.possible) !== 0n || (row.confirmed & row.cleared) !== 0n || (row.possible & row.cleared) !== 0n) bad(null, "class-twice");
  return defects.length > 0 ? defects : row;
}

function takePostal(row: CheckedRow, cells: PostalCells, bad: (field: ImportField, code: RowDefect) => void): void {
  const postal = readPostal(cells, row.country);
  if (postal === null) return;
  if ("defect" in postal) {
    bad(postal.field, postal.defect);
    return;
  }
  row.content.a = postal;
  row.postal = canonicalPostal(postal, row.country);
}

/** A cell that a spreadsheet would run. A plus is how a phone number begins, so there it counts only before something else than digits. */
function isFormula(cell: string, field: ImportField): boolean {
  const first = cell.charCodeAt(0);
  if (first !== 61 && first !== 43 && first !== 45 && first !== 64 && first !== 9 && first !== 13) return false;
  if (field === "phone" && /^\+[\d\s().-]+$/.test(cell)) return false;
  return true;
}

function readCell(row: CheckedRow, field: ImportField, cell: string, rules: RowRules, bad: (code: RowDefect) => void): void {
  switch (field) {
    case "ref":
      row.content.ref = cell.trim();
      return;
    case "kind":
      if (cell === "account-holder" || cell === "third-party") row.kind = cell;
      else bad("unknown-kind");
      return;
    case "named_by":
      row.namedBy.push(...cell.split(";").map((ref) => ref.trim()).filter(Boolean));
      return;
    case "email": {
      const email = canonicalEmail(cell);
      if (!email.ok) bad(email.defect);
      else if (!row.emails.includes(email.value)) {
        row.emails.push(email.value);
        (row.content.e ??= []).push(cell.trim());
      }
      return;
    }
    case "locale":
      if (isLocale(cell)) row.locale = cell;
      else bad("unknown-locale");
      return;
    case "country":
      if (isCountry(cell)) row.country = cell;
      else bad("unknown-country");
      return;
    case "time_zone":
      if (isTimeZone(cell)) row.timeZone = cell;
      else bad("unknown-time-zone");
      return;
    case "confirmed":
    case "possible":
    case "cleared":
      row[field] |= readClasses(cell, rules, bad);
      return;
    case "counts":
      row.content.n = readPairs(cell, rules, bad, (text) => (/^\d{1,9}$/.test(text) ? Number(text) : null));
      return;
    case "hints":
      row.content.h = readPairs(cell, rules, bad, (text) => text);
      return;
    default:
  }
}

const knownLists = new WeakMap<RowRules["bits"], Map<string, bigint | null>>();

/** The data classes of a cell as bits. A file has few different lists of them, so each is read once. */
function readClasses(cell: string, rules: RowRules, bad: (code: RowDefect) => void): bigint {
  const known = knownLists.get(rules.bits) ?? new Map<string, bigint | null>();
  knownLists.set(rules.bits, known);
  const bits = remembered(known, cell, () => {
    const each = cell.split(";").map((slug) => rules.bits.get(slug.trim()));
    return each.reduce<bigint | null>((all, bit) => (all === null || bit === undefined ? null : all | (1n << BigInt(bit))), 0n);
  });
  if (bits === null) bad("unknown-class");
  return bits ?? 0n;
}

/** `class=value;class=value`. */
function readPairs<T>(cell: string, rules: RowRules, bad: (code: RowDefect) => void, read: (text: string) => T | null): Record<string, T> | undefined {
  const pairs: Record<string, T> = {};
  for (const part of cell.split(";")) {
    const at = part.indexOf("=");
    const slug = part.slice(0, at).trim();
    if (at < 0 || !rules.bits.has(slug)) {
      bad("unknown-class");
      return undefined;
    }
    const value = read(part.slice(at + 1).trim());
    if (value === null) {
      bad("bad-count");
      return undefined;
    }
    pairs[slug] = value;
  }
  return pairs;
}

function isTimeZone(name: string): boolean {
  return remembered(knownZones, name, () => {
    try {
      new Intl.DateTimeFormat("en", { timeZone: name });
      return /^[A-Z]/.test(name);
    } catch {
      return false;
    }
  });
}

const countryNames = new Intl.DisplayNames("en", { type: "region", fallback: "none" });

function isCountry(code: string): boolean {
  return remembered(knownCountries, code, () => /^[A-Z]{2}$/.test(code) && countryNames.of(code) !== undefined);
}

function remembered<T>(cache: Map<string, T>, name: string, judge: () => T): T {
  let known = cache.get(name);
  if (known === undefined) {
    known = judge();
    // A file of nonsense must not fill the memory.
    if (cache.size < 1_000) cache.set(name, known);
  }
  return known;
}

/** First and last character and the length: enough to find the cell in the file. Control characters are shown as their code. */
function maskCell(cell: string): string {
  const shown = Array.from(cell, (c) => (CONTROL.test(c) || c === "\r" || c === "\n" ? `\\x${c.charCodeAt(0).toString(16).padStart(2, "0")}` : c));
  const [first = "", ...rest] = shown;
  const last = rest.pop() ?? "";
  return rest.length === 0 ? "•".repeat(shown.length) : `${first}${"•".repeat(Math.min(rest.length, 6))}${last} (${shown.length})`;
}
