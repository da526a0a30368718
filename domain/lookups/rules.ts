import { canonicalEmail, canonicalPhone, type EmailDefect, type PhoneDefect } from "../keys/canonical-contact";
import type { Contact, LookGroup, OwnLook } from "./types";

/** Minutes for which a code works, counted from when its mail goes out. */
export const CODE_MINUTES = 10;
export const CODE_DIGITS = 8;
/** Milliseconds for which a proven contact stays open. */
export const PROOF_MS = 30 * 60_000;
/** Mails to one address, whoever asks for them. */
const ADDRESS_BUDGET = { hour: 3, day: 10 } as const;
/** Requests and tries of one browser in an hour. Apart from the address's budget: a stranger uses up neither's for the other. */
export const BROWSER_BUDGET = { requests: 20, tries: 60 } as const;
/** Requests of one network in a minute before answers slow down. Carriers put whole cities behind one address, so nothing is ever refused for it. */
const NETWORK_PACE = { free: 60, stepMs: 50, mostMs: 3_000 } as const;

const HOUR = 3_600_000;

/**
 * Find when the next mail to an address may go: now, or the first moment at which fewer than three went in the hour and fewer than ten in the day before.
 * `sent` are the moments of the day's mails, in any order, those that wait included.
 */
export function nextSlot(sent: readonly Date[], now: Date): Date {
  const times = sent.map((at) => at.getTime()).sort((a, b) => b - a);
  const freeAfter = (budget: number, span: number) => (times[budget - 1] ?? Number.NEGATIVE_INFINITY) + span;
  return new Date(Math.max(now.getTime(), freeAfter(ADDRESS_BUDGET.hour, HOUR), freeAfter(ADDRESS_BUDGET.day, 24 * HOUR)));
}

/** How long an answer to a busy network waits, in milliseconds. */
export function networkPause(usesThisMinute: number): number {
  return Math.min(Math.max(usesThisMinute - NETWORK_PACE.free, 0) * NETWORK_PACE.stepMs, NETWORK_PACE.mostMs);
}

/** Read a code as people type or paste it: full-width digits, spaces and dashes do no harm. Null when it cannot be one. */
export function readCode(typed: string): string | null {
  const digits = typed.normalize("NFKC").replace(/[\s\-–.]/g, "");
  return new RegExp(`^\\d{${CODE_DIGITS}}$`).test(digits) ? digits : null;
}

/** Show of an address its first letter and its domain, of a phone where it begins and its last two digits: `010-••••-••34`. */
export function maskContact({ kind, value }: Contact): string {
  if (kind === "phone") return `${value.startsWith("+82") ? `0${value.slice(3, 5)}` : value.slice(0, 3)}-••••-••${value.slice(-2)}`;
  const at = value.lastIndexOf("@");
  return `${value.slice(0, 1)}•••${value.slice(at)}`;
}

export type ContactDefect = EmailDefect | PhoneDefect | "contact-empty" | "contact-malformed";

/** Read what somebody typed as a contact: an address or, where texts can be sent, a phone number. `to` is where the code goes: an address is written to as it was given. */
export function readContact(typed: string, phones: boolean): { ok: true; contact: Contact; to: string } | { ok: false; defect: ContactDefect } {
  const given = typed.trim();
  if (phones && /^[+(\d][\d\s().-]*$/.test(given.normalize("NFKC"))) {
    const phone = canonicalPhone(given);
    return phone.ok ? { ok: true, contact: { kind: "phone", value: phone.value }, to: phone.value } : phone;
  }
  const address = canonicalEmail(typed);
  if (address.ok) return { ok: true, contact: { kind: "email", value: address.value }, to: given };
  if (!phones || /[@＠]/.test(given)) return address;
  return { ok: false, defect: given === "" ? "contact-empty" : "contact-malformed" };
}

/** Put looks together by day, and of a day by role, act and purpose: whoever works on a claim opens it many times. Days and groups in the order in which they come, which is the newest first. */
export function groupLooks(looks: readonly OwnLook[], timeZone: string): { day: Date; groups: LookGroup[] }[] {
  const days: { name: string; day: Date; groups: LookGroup[] }[] = [];
  const dayOf = new Intl.DateTimeFormat("sv-SE", { dateStyle: "short", timeZone });
  for (const { at, role, action, purpose } of looks) {
    const name = dayOf.format(at);
    let day = days.at(-1);
    if (day?.name !== name) days.push((day = { name, day: at, groups: [] }));
    const same = day.groups.find((group) => group.role === role && group.action === action && group.purpose === purpose);
    if (same) Object.assign(same, { first: at, times: same.times + 1 });
    else day.groups.push({ role, action, purpose, first: at, last: at, times: 1 });
  }
  return days;
}
