import { isObject } from "./is-object";

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

/**
 * Read from a body what it says about `active`, in the shapes in which identity providers really send it: with a path and without, as a boolean or a word in any case, in a list, a whole resource or a patch.
 * It does not need the rest of the body to be right, because a leaver must not keep access over a mistake in a telephone number. What only looks like an end is one, and not `clear`.
 */
export function readActivity(text: string): Activity {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return looksLikeEnd(text) ? LOOKS : SILENT;
  }
  const said = [...statements(body)];
  const end = said.find(({ says }) => says === "ends");
  if (end) return said.find(({ says, clear }) => says === "ends" && clear) ?? end;
  // What stands where nobody looks for it is no statement, and still no accident.
  if (said.length === 0 && mentionsEnd(body)) return LOOKS;
  return said[0] ?? SILENT;
}

function* statements(body: unknown): Generator<Activity> {
  if (!isObject(body)) return;
  const operations = valueOf(body, "operations");
  if (!Array.isArray(operations)) {
    yield* ofResource(body);
    return;
  }
  for (const operation of operations) {
    if (!isObject(operation)) continue;
    const op = valueOf(operation, "op");
    const path = valueOf(operation, "path");
    const value = valueOf(operation, "value");
    if (typeof path === "string" && path.trim() !== "") {
      if (!namesActive(path)) continue;
      yield typeof op === "string" && op.toLowerCase() === "remove" ? ENDS : ofValue(value);
    } else for (const part of [unpack(value)].flat()) if (isObject(part)) yield* ofResource(part);
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

/** Some send the value as JSON within the JSON. */
function unpack(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function mentionsEnd(body: unknown): boolean {
  if (Array.isArray(body)) return body.some(mentionsEnd);
  if (!isObject(body)) return false;
  return Object.entries(body).some(([key, value]) => (isActivityWord(key) && ofValue(value).says === "ends") || mentionsEnd(value));
}

function isActivityWord(key: string): boolean {
  return /^(is)?(active|accountEnabled|enabled)$/i.test(key);
}

/** Something about somebody being active that is not followed by a yes, or a word that only goes with an end. */
function looksLikeEnd(text: string): boolean {
  if (/deactivat|deprovision|suspend|terminat|inactive|disabled/i.test(text)) return true;
  return [...text.matchAll(/(?:active|enabled)\W{0,40}(?:value\W{0,40})?(\w*)/gi)].some(([, next = ""]) => !YES.has(next.toLowerCase()));
}

/** By its name in any case (RFC 7643 § 2.1: names of attributes are case insensitive). */
function valueOf(object: Record<string, unknown>, name: string): unknown {
  const key = Object.keys(object).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : object[key];
}
