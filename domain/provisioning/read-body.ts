import { isObject } from "./is-object";

/** Read a body as JSON. Some encode it twice. @throws {SyntaxError} where it is none */
export function readBody(text: string): unknown {
  return unpack(JSON.parse(text));
}

/** What a text holds that is JSON itself; everything else as it is. */
export function unpack(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return unpack(JSON.parse(value));
  } catch {
    return value;
  }
}

/** By its name in any case (RFC 7643 § 2.1: names of attributes are case insensitive). */
export function valueOf(object: Record<string, unknown>, name: string): unknown {
  const key = Object.keys(object).find((each) => each.toLowerCase() === name);
  return key === undefined ? undefined : object[key];
}

/** The operations of a patch (RFC 7644 § 3.5.2), also where one stands alone; null for a body that has none. */
export function operationsOf(body: Record<string, unknown>): unknown[] | null {
  const given = unpack(valueOf(body, "operations"));
  return Array.isArray(given) ? (given as unknown[]) : isObject(given) ? [given] : null;
}
