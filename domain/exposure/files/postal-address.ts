import type { PostalAddress } from "@/db/values/contact";

type PostalField = "postal_name" | "postal_code" | "postal_address";
export type PostalDefect = "postal-name-missing" | "postal-address-missing" | "postal-code-malformed" | "postal-too-long";
/** The filled cells of a row by field: several columns of one field are joined in the order of the file. */
export type PostalCells = Partial<Record<PostalField, string[]>>;

/** Four lines of 60 characters, each broken in two, go into an address window at the smallest size that is still read by machines. */
const MAX_LINES = 4;
const MAX_LINE = 60;

/** How codes look in the countries most letters go to (Universal Postal Union, addressing systems by country). Elsewhere any code will do, or none. */
const codes: Record<string, RegExp> = {
  KR: /^\d{5}$/,
  US: /^\d{5}(-\d{4})?$/,
  JP: /^\d{3}-?\d{4}$/,
  CN: /^\d{6}$/,
  VN: /^\d{5,6}$/,
  DE: /^\d{5}$/,
  AU: /^\d{4}$/,
  GB: /^[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}$/i,
  CA: /^[A-Z]\d[A-Z] ?\d[A-Z]\d$/i,
};
const ANY_CODE = /^[\p{L}\p{N}][\p{L}\p{N} -]{0,11}$/u;

/**
 * Read where letters go from the cells of a row; null without an address: a name alone reaches nobody, and is no mistake either. Lines are separated by a line break
 * or `|`, because many exports cannot write a line break.
 */
export function readPostal(cells: PostalCells, country: string): PostalAddress | null | { defect: PostalDefect; field: PostalField } {
  const one = (field: PostalField) => spaced((cells[field] ?? []).join(" "));
  const address: PostalAddress = { n: one("postal_name"), c: one("postal_code"), l: (cells.postal_address ?? []).flatMap((cell) => cell.split(/[\r\n|]+/)).map(spaced).filter(Boolean) };
  if (address.l.length === 0) return address.c === "" ? null : { defect: "postal-address-missing", field: "postal_address" };
  if (address.n === "") return { defect: "postal-name-missing", field: "postal_name" };
  if (!isPostalCode(address.c, country)) return { defect: "postal-code-malformed", field: "postal_code" };
  if (address.n.length > MAX_LINE) return { defect: "postal-too-long", field: "postal_name" };
  if (address.l.length > MAX_LINES || address.l.some((line) => line.length > MAX_LINE)) return { defect: "postal-too-long", field: "postal_address" };
  return address;
}

/**
 * Bring name and address to the one form under which they are indexed: NFKC, lower case, however lines, commas and spaces fall. The name belongs to it: people of
 * one household who have different names each get their own letter.
 */
export function canonicalPostal({ n, c, l }: PostalAddress, country: string): string {
  const plain = (text: string) => text.normalize("NFKC").toLowerCase().replace(/[\s,.]+/g, " ").trim();
  return [country, c.replace(/[\s-]/g, ""), l.join(" "), n].map(plain).join("\n");
}

function isPostalCode(code: string, country: string): boolean {
  const known = codes[country];
  return known ? known.test(code) : code === "" || ANY_CODE.test(code);
}

function spaced(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}
