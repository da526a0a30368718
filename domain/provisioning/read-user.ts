import { locales, type Locale } from "@/db/values/locales";
import { addStaffMemberInput } from "../staff/input";
import { Invalid } from "../kernel/errors";
import { isObject } from "./is-object";
import { readBody, valueOf } from "./read-body";

/** What of a SCIM user is kept here. */
export interface UserFields {
  userName: string;
  externalId: string | null;
  email: string;
  name: string;
  locale: Locale | null;
}

/** A SCIM user as the library reads it (RFC 7643 § 4.1); of its many attributes those that count here. */
export interface SaidUser {
  userName?: string;
  externalId?: string;
  displayName?: string;
  name?: { formatted?: string; givenName?: string; familyName?: string };
  emails?: { value?: string; type?: string; primary?: boolean }[];
  active?: boolean;
  locale?: string;
  preferredLanguage?: string;
}

/** Take the fields of a user from what the provider says, each by the rules that a form of the console has. @throws {Invalid} naming the attribute */
export function readUser(said: SaidUser): UserFields {
  const address = chosenAddress(said.emails ?? [])?.value ?? said.userName;
  const spoken = (said.preferredLanguage ?? said.locale ?? "").slice(0, 2).toLowerCase();
  const read = addStaffMemberInput.pick({ email: true, name: true }).safeParse({ email: address, name: nameOf(said) ?? address?.split("@")[0] });
  if (!read.success) throw new Invalid(Object.fromEntries(read.error.issues.map(({ path, message }) => [path[0] === "email" ? "emails" : "displayName", [message]])));
  return { ...read.data, userName: said.userName ?? read.data.email, externalId: said.externalId ?? null, locale: locales.find((locale) => locale === spoken) ?? null };
}

/** Of the addresses that somebody has, the one that is theirs here. */
function chosenAddress<T extends { type?: unknown; primary?: unknown }>(emails: readonly T[]): T | undefined {
  return emails.find(({ primary }) => primary) ?? emails.find(({ type }) => type === "work") ?? emails[0];
}

/** What people call them: Korean names are written family name first and in one word. */
function nameOf({ displayName, name }: SaidUser): string | undefined {
  const whole = displayName?.trim() || name?.formatted?.trim();
  if (whole) return whole;
  const [given, family] = [name?.givenName?.trim() ?? "", name?.familyName?.trim() ?? ""];
  const joined = /^\p{Script=Hangul}+$/u.test(given + family) ? family + given : `${given} ${family}`.trim();
  return joined === "" ? undefined : joined;
}

export interface SaidName {
  name: string;
  /** By this one they are known here; another address they have may have been somebody else's first. */
  sure: boolean;
}

/** By what a resource names its person, the most certain first; nothing where it cannot be read. The rest of it need not be right. */
export function readNames(text: string): SaidName[] {
  let body: unknown;
  try {
    body = readBody(text);
  } catch {
    return [];
  }
  if (!isObject(body)) return [];
  const emails = [valueOf(body, "emails")].flat().map((email) => (isObject(email) ? { value: valueOf(email, "value"), type: valueOf(email, "type"), primary: valueOf(email, "primary") } : { value: email, type: undefined, primary: undefined }));
  const chosen = chosenAddress(emails);
  const said = [valueOf(body, "id"), valueOf(body, "username"), valueOf(body, "externalid"), chosen?.value].map((name) => ({ name, sure: true }));
  return [...said, ...emails.filter((email) => email !== chosen).map(({ value }) => ({ name: value, sure: false }))].flatMap(({ name, sure }) => (typeof name === "string" && name.trim() !== "" ? [{ name: name.trim(), sure }] : []));
}
