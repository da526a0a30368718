import { randomInt } from "node:crypto";
import { NotFound } from "./errors";

declare const brand: unique symbol;
type Id<Name extends string> = string & { readonly [brand]: Name };

export type StaffId = Id<"staff">;
export type IncidentId = Id<"incident">;
export type WaveId = Id<"wave">;
export type ClaimId = Id<"claim">;
export type ProgrammeId = Id<"programme">;
export type EnquiryId = Id<"enquiry">;
export type TemplateId = Id<"template">;
export type TemplateVersionId = Id<"template-version">;
export type ImportId = Id<"import">;
export type PostingId = Id<"posting">;
/** Subjects are numbered per incident; the number is kept across dataset versions. Decimal digits, because it is a bigint in the database. */
export type SubjectId = Id<"subject">;

/** The id that an address or a form names. @throws {NotFound} when it is no UUID (RFC 9562), because then nothing has it */
export function requireUuid(text: string, what: string): string {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text)) throw new NotFound(what);
  return text;
}

const REFERENCE_ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ";

/**
 * Make a reference number that can be read out on the phone: a letter for the kind and eight characters in groups of four,
 * without the look-alikes 0 O 1 I L U. 30^8 = 6.6 × 10^11 values; uniqueness is a constraint in the database.
 */
export function newReference(kind: "C" | "E" | "F"): string {
  let out = "";
  for (let i = 0; i < 8; i++) out += REFERENCE_ALPHABET.charAt(randomInt(REFERENCE_ALPHABET.length));
  return `${kind}-${out.slice(0, 4)}-${out.slice(4)}`;
}

const HALF = 1n << 29n;

/**
 * Write the number of a message: 29 bits that say which, and 29 that prove that we gave it out, as three groups of four letters and digits (30^12 > 2^58). What it says
 * comes first, so that two numbers of one wave differ from their first characters on.
 */
export function messageNumber(kind: "N" | "M", { which, proof }: { which: number; proof: number }): string {
  let value = (BigInt(proof) << 29n) | BigInt(which);
  let out = "";
  for (let i = 0; i < 12; i++) {
    out += REFERENCE_ALPHABET.charAt(Number(value % 30n));
    value /= 30n;
  }
  return `${kind}-${out.slice(0, 4)}-${out.slice(4, 8)}-${out.slice(8)}`;
}

/** Read a message's number as people type it. Null when it cannot be one; whether we gave it out is for its proof to say. */
export function readMessageNumber(typed: string): { kind: "N" | "M"; which: number; proof: number } | null {
  const bare = typed.normalize("NFKC").toUpperCase().replace(/[\s\-–.]/g, "");
  const [, kind, body = ""] = new RegExp(`^([NM])([${REFERENCE_ALPHABET}]{12})$`).exec(bare) ?? [];
  if (kind !== "N" && kind !== "M") return null;
  let value = 0n;
  for (let i = body.length - 1; i >= 0; i--) value = value * 30n + BigInt(REFERENCE_ALPHABET.indexOf(body.charAt(i)));
  return value < HALF * HALF ? { kind, which: Number(value % HALF), proof: Number(value / HALF) } : null;
}

/** Read a reference as people type it (spaces, lower case, missing dashes). Null when it cannot be one. */
export function parseReference(kind: "C" | "E", typed: string): string | null {
  const bare = typed.toUpperCase().replace(/[^0-9A-Z]/g, "");
  const body = bare.length === 9 && bare.startsWith(kind) ? bare.slice(1) : bare;
  if (!new RegExp(`^[${REFERENCE_ALPHABET}]{8}$`).test(body)) return null;
  return `${kind}-${body.slice(0, 4)}-${body.slice(4)}`;
}
