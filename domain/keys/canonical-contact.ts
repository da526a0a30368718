import { domainToASCII } from "node:url";
import { parsePhoneNumberFromString, PhoneNumber, type CountryCode } from "libphonenumber-js/max";

export type EmailDefect = "email-empty" | "email-line-break" | "email-fullwidth-at" | "email-list" | "email-space" | "email-two-ats" | "email-no-domain" | "email-malformed";
export type PhoneDefect = "phone-malformed";
export type Canonical<D> = { ok: true; value: string } | { ok: false; defect: D };

/** Dot-atom of RFC 5322 § 3.2.3, with the letters beyond ASCII that RFC 6531 allows. */
const LOCAL_PART = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const DOMAIN = /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;
const PLAIN_EMAIL = /^[a-z0-9]([a-z0-9._+-]{0,62}[a-z0-9])?@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}$/;

/**
 * Bring an e-mail address to the one form under which it is indexed: trimmed, NFKC, the whole of it in lower case, the domain as an A-label (RFC 5890).
 * Defects are judged on what was given, before any of that. Import, lookup, suppression and bounces all use this function, so they cannot disagree.
 * Mail still goes to the address as given: a local part may tell upper from lower case (RFC 5321 § 2.4).
 */
export function canonicalEmail(raw: string): Canonical<EmailDefect> {
  if (PLAIN_EMAIL.test(raw) && !raw.includes("..")) return { ok: true, value: raw };
  const given = raw.trim();
  if (given === "") return refused("email-empty");
  if (/[\r\n]/.test(given)) return refused("email-line-break");
  if (given.includes("＠")) return refused("email-fullwidth-at");
  if (/[,;]/.test(given)) return refused("email-list");
  if (/\s/.test(given)) return refused("email-space");
  const parts = given.split("@");
  if (parts.length > 2) return refused("email-two-ats");
  const [local = "", domain = ""] = parts.map((part) => part.normalize("NFKC").toLowerCase());
  if (parts.length < 2 || domain === "" || !domain.includes(".")) return refused(local === "" && domain === "" ? "email-malformed" : "email-no-domain");
  const ascii = domainToASCII(domain);
  if (local.length > 64 || !LOCAL_PART.test(local) || !DOMAIN.test(ascii)) return refused("email-malformed");
  return { ok: true, value: `${local}@${ascii}` };
}

/**
 * Bring a phone number to E.164. Numbers without a country code are read as of `country` (ISO 3166-1 alpha-2). Plainly written Korean mobile numbers take a
 * shorter way to the same answer; a test holds the two together.
 */
export function canonicalPhone(raw: string, country = "KR"): Canonical<PhoneDefect> {
  if (country === "KR") {
    const [, block, rest] = /^010[- ]?([2-9]\d{3})[- ]?(\d{4})$/.exec(raw) ?? [];
    if (block && rest && isKoreanMobileBlock(block)) return { ok: true, value: `+8210${block}${rest}` };
  }
  const given = raw.normalize("NFKC").trim();
  if (!/^[+(\d][\d\s().-]{5,24}$/.test(given)) return { ok: false, defect: "phone-malformed" };
  const parsed = parsePhoneNumberFromString(given, country as CountryCode);
  return parsed?.isValid() ? { ok: true, value: parsed.number } : { ok: false, defect: "phone-malformed" };
}

const koreanMobileBlocks = new Map<string, boolean>();

/** Whether numbers after 010 with these four digits are given out; the library is asked once for each block. */
function isKoreanMobileBlock(block: string): boolean {
  let known = koreanMobileBlocks.get(block);
  if (known === undefined) {
    known = new PhoneNumber(`+8210${block}0000`).isValid();
    koreanMobileBlocks.set(block, known);
  }
  return known;
}

function refused(defect: EmailDefect): Canonical<EmailDefect> {
  return { ok: false, defect };
}
