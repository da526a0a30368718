import type { RowDefect } from "@/db/values/import";

/** The columns of the file, in their order; every cell as text. No leaked value is among them beyond what reaching the person needs. */
export interface SampleCells {
  ref: string;
  kind: string;
  named_by: string;
  email: string;
  phone: string;
  locale: string;
  country: string;
  time_zone: string;
  confirmed: string;
  possible: string;
  cleared: string;
  counts: string;
  hints: string;
  postal_name: string;
  postal_code: string;
  postal_address: string;
}

/** Defects that need nothing but the row itself; `duplicate-key` needs another row, `unknown-reference` another version, and `erased` an erasure. */
export type LoneDefect = Exclude<RowDefect, "duplicate-key" | "unknown-reference" | "erased">;

type Spoil = (cells: SampleCells) => string;

const change =
  (field: keyof SampleCells, to: (cell: string) => string): Spoil =>
  (cells) =>
    csvLine({ ...cells, [field]: to(cells[field]) });

/** Not everybody has an address to spoil. */
function spoilAddress(wrong: Partial<SampleCells>): Spoil {
  return (cells) => csvLine({ ...cells, country: "KR", postal_name: "김민지", postal_code: "04101", postal_address: "서울특별시 마포구 하늘로 12", ...wrong });
}

/** For each defect, a row of the sample with exactly this one thing wrong. Addresses are made anew, because a third party may have none to spoil. */
export const sampleDefects: Record<LoneDefect, Spoil> = {
  quoting: (cells) => csvLine(cells).replace(cells.kind, `"${cells.kind}"?`),
  "extra-columns": (cells) => `${csvLine(cells)},see note`,
  "missing-columns": (cells) => csvLine(cells).split(",").slice(0, 9).join(","),
  "control-character": change("locale", (cell) => `${cell}\u0000`),
  "oversized-cell": change("hints", () => "x".repeat(2_001)),
  formula: change("phone", (cell) => `=HYPERLINK(${cell.length})`),
  "ref-missing": change("ref", () => ""),
  "unknown-kind": change("kind", () => "member"),
  "email-empty": change("email", () => "  "),
  "email-line-break": change("email", () => "spoiled\r\n@example.com"),
  "email-fullwidth-at": change("email", () => "spoiled＠example.com"),
  "email-list": change("email", () => "spoiled@example.com,other@example.com"),
  "email-space": change("email", () => "spoiled @example.com"),
  "email-two-ats": change("email", () => "spoiled@@example.com"),
  "email-no-domain": change("email", () => "spoiled@"),
  "email-malformed": change("email", () => "spoiled..twice@example.com"),
  "phone-malformed": change("phone", () => "010-12"),
  "postal-name-missing": spoilAddress({ postal_name: "" }),
  "postal-address-missing": spoilAddress({ postal_address: "" }),
  "postal-code-malformed": spoilAddress({ postal_code: "12" }),
  "postal-too-long": spoilAddress({ postal_address: "a|b|c|d|e" }),
  "unknown-class": change("confirmed", (cell) => `${cell};shoe-sizes`),
  "class-twice": change("possible", () => "names"),
  "unknown-locale": change("locale", () => "kr"),
  "unknown-country": change("country", () => "Korea"),
  "unknown-time-zone": change("time_zone", () => "KST"),
  "bad-count": change("counts", () => "physical-addresses=several"),
};

export const loneDefects = Object.keys(sampleDefects) as LoneDefect[];

/** One record of the file, quoted where RFC 4180 asks for it, without its line end. */
export function csvLine(cells: SampleCells): string {
  return (Object.values(cells) as string[]).map((cell) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(",");
}
