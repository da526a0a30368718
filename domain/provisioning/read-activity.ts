import { isObject } from "./is-object";
import { operationsOf, readBody, unpack, valueOf } from "./read-body";

/** What a body says about whether somebody still works here. */
export interface Activity {
  says: "ends" | "begins" | null;
  /** False where it only looks so: whoever cannot be sure ends access, and says so. */
  clear: boolean;
}

const SILENT: Activity = { says: null, clear: true };
const ENDS: Activity = { says: "ends", clear: true };
const BEGINS: Activity = { says: "begins", clear: true };
const LOOKS: Activity = { says: "ends", clear: false };

const NO = new Set(["false", "0", "no", "off", "inactive", "disabled", "null", ""]);
const YES = new Set(["true", "1", "yes", "on", "active", "enabled"]);
/** Statuses of whoever works here, besides a yes. */
const WORKS = /^(employed|working|current|hired|permanent|regular|temporary|contract(or)?|intern|(full|part)[-_ ]?time)$/i;
/** Words that only go with an end. */
const ENDED = /deactivat|deprovision|suspend|terminat|inactive|disabled/i;

/** Names under which providers, directories and scripts say the same as `active`, the opposite of it, or either. */
const isActivity = nameOf("active|enabled");
const isEnd = nameOf("disabled?|suspended|deactivated?|deprovisioned|terminated|inactive|deleted");
/** The day on which somebody leaves. It ends access once it is over, and where nobody can read which day it is. */
const isLastDay = nameOf("termination[-_]?(date|day)|last[-_]?(working[-_]?)?day");
const isStatus = nameOf("status");

/** What says no of `active` in a text, by its own name or as what an operation about it puts there. A parser keeps the last of two that have one name, and forgets what the other said. */
const SAID_NO = String.raw`\s*:\s*(?:\[\s*)?(?:\{[^{}]*?"value"\s*:\s*)?"?\s*(?:false|0|no|off|inactive|disabled|null)\b`;
const ACTIVE_NO = new RegExp(String.raw`"(?:urn:[\w.:]*:)?active"${SAID_NO}`, "i");
const VALUE_NO = new RegExp(`"value"${SAID_NO}`, "i");
const ABOUT_ACTIVE = /"path"\s*:\s*"(?:urn:[\w.:]*:)?active"/i;

/**
 * Read from a body what it says about `active`, in the shapes in which identity providers really send it: with a path and without, as a boolean or a word in any case, in a list, a whole resource or a patch.
 * It does not need the rest of the body to be right, because a leaver must not keep access over a mistake in a telephone number. What only looks like an end is one, and not `clear`; so is what fails to be
 * read, such as lists in lists until the stack is full.
 */
export function readActivity(text: string, now: Date): Activity {
  try {
    return activityOf(text, now);
  } catch {
    return UNREAD;
  }
}

function activityOf(text: string, now: Date): Activity {
  let body: unknown;
  try {
    body = readBody(text);
  } catch {
    return looksLikeEnd(text) ? LOOKS : SILENT;
  }
  if (typeof body === "string") return looksLikeEnd(body) ? LOOKS : SILENT;
  const said = [...statements(body, now)];
  const end = said.find(({ says }) => says === "ends");
  if (end) return said.find(({ says, clear }) => says === "ends" && clear) ?? end;
  // What stands where nobody looks for it is no statement, and still no accident.
  if ((said.length === 0 && mentionsEnd(body, now)) || saysNo(text)) return LOOKS;
  return said[0] ?? SILENT;
}

/** A body that was not read may say that somebody left. */
export const UNREAD: Activity = LOOKS;

function* statements(body: unknown, now: Date): Generator<Activity> {
  if (!isObject(body)) return;
  const operations = operationsOf(body);
  if (operations === null) {
    yield* ofResource(body);
    return;
  }
  for (const operation of operations) {
    if (!isObject(operation)) continue;
    const path = valueOf(operation, "path");
    const value = valueOf(operation, "value");
    if (typeof path === "string" && namesActive(path)) yield removes(operation) ? ENDS : ofValue(value);
    else if (meansEnd(operation, now)) yield LOOKS;
    else if (wordsOf(path).length === 0) for (const part of [unpack(value)].flat()) if (isObject(part)) yield* ofResource(part);
  }
}

function* ofResource(resource: Record<string, unknown>): Generator<Activity> {
  for (const [key, value] of Object.entries(resource)) if (namesActive(key)) yield ofValue(value);
}

/** `active`, also with its schema in front (RFC 7644 § 3.10). */
function namesActive(path: string): boolean {
  return /^["']?(urn:ietf:params:scim:schemas:core:2\.0:user:)?active["']?$/i.test(path.trim());
}

function ofValue(value: unknown): Activity {
  if (Array.isArray(value)) return value.length === 1 ? ofValue(value[0]) : LOOKS;
  if (isObject(value)) {
    const inner = valueOf(value, "value") ?? valueOf(value, "active");
    return inner === undefined ? LOOKS : ofValue(inner);
  }
  const word = String(value).trim().toLowerCase();
  return NO.has(word) ? ENDS : YES.has(word) ? BEGINS : LOOKS;
}

function mentionsEnd(given: unknown, now: Date): boolean {
  const body = unpack(given);
  if (Array.isArray(body)) return body.some((each) => mentionsEnd(each, now));
  if (!isObject(body)) return false;
  return meansEnd(body, now) || Object.entries(body).some(([key, value]) => saysEnd(wordsOf(key), value, now) || mentionsEnd(value, now));
}

function saysNo(text: string): boolean {
  // Also in text within the text.
  const plain = text.replaceAll("\\", "");
  return ACTIVE_NO.test(plain) || [...plain.matchAll(/\{[^{}]*\}/g)].some(([operation]) => ABOUT_ACTIVE.test(operation) && VALUE_NO.test(operation));
}

/** Whether an operation is about somebody being active, by whatever name, and does not say yes. A path that is no text is none (RFC 7644 § 3.5.2), and still names something. */
function meansEnd(operation: Record<string, unknown>, now: Date): boolean {
  const words = wordsOf(valueOf(operation, "path"));
  if (removes(operation)) return words.some(isActivity);
  const value = valueOf(operation, "value");
  const word = wordOf(value);
  return saysEnd(words, value, now) || (words.some(isStatus) && !["", "null", "undefined"].includes(word) && !YES.has(word) && !WORKS.test(word));
}

function removes(operation: Record<string, unknown>): boolean {
  return String(valueOf(operation, "op")).toLowerCase() === "remove";
}

function saysEnd(words: readonly string[], value: unknown, now: Date): boolean {
  if (words.some(isActivity)) return ofValue(value).says === "ends";
  const word = wordOf(value);
  if (words.some(isLastDay)) return value !== undefined && !NO.has(word) && !(Date.parse(word) > now.getTime());
  if (words.some(isEnd)) return value !== undefined && !NO.has(word);
  return words.some(isStatus) && (ENDED.test(word) || (NO.has(word) && word !== "null" && word !== ""));
}

/** What a path or a key names: its parts, without the schema in front and without filters. */
function wordsOf(path: unknown): string[] {
  if (Array.isArray(path)) return path.flatMap(wordsOf);
  if (isObject(path)) return Object.values(path).flatMap(wordsOf);
  if (typeof path !== "string") return [];
  const attribute = path.replace(/\[[^\]]*\]?/g, "").split(":").at(-1) ?? "";
  return attribute.split(/[./\s"']+/).filter((word) => word !== "");
}

function nameOf(words: string): (name: string) => boolean {
  const name = new RegExp(`^(is)?[-_]?(account|user|employment|employee|worker|hr|lifecycle)?[-_]?(${words})$`, "i");
  return (given) => name.test(given);
}

function wordOf(value: unknown): string {
  if (Array.isArray(value) && value.length === 1) return wordOf(value[0]);
  if (isObject(value)) return wordOf(valueOf(value, "value") ?? JSON.stringify(value));
  return String(value).trim().toLowerCase();
}

/** Something about somebody being active that is not followed by a yes, or a word that only goes with an end. */
function looksLikeEnd(text: string): boolean {
  if (ENDED.test(text)) return true;
  return [...text.matchAll(/(?:active|enabled)\W{0,40}(?:value\W{0,40})?(\w*)/gi)].some(([, next = ""]) => !YES.has(next.toLowerCase()));
}
