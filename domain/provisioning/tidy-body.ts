import { isObject } from "./is-object";
import { operationsOf } from "./read-body";
import type { ScimKind } from "./scim-resources";

type Definition = ScimKind["schema"]["definition"];
const PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp";
const BOOLEANS = /(^|[.:])(active|primary)$/i;

/**
 * Bring a body into the form that the library reads: words for booleans, `$ref: null` and other empty values, operations in capitals or without their schema, and attributes that we do not know, are what
 * providers send and no mistake of the person they are about. What is left out is nothing that is kept here.
 */
export function tidyBody(method: string, body: unknown, definition: Definition): unknown {
  if (!isObject(body)) return body;
  return method === "PATCH" ? tidyPatch(body, definition) : tidyValue(body);
}

function tidyPatch(body: Record<string, unknown>, definition: Definition): unknown {
  const given = operationsOf(body);
  if (given === null) return body;
  const operations = given.flatMap((operation) => {
    if (!isObject(operation)) return [operation];
    const op = typeof operation.op === "string" ? operation.op.toLowerCase() : operation.op;
    const path = typeof operation.path === "string" && operation.path.trim() !== "" ? operation.path : undefined;
    if (path !== undefined) {
      if (!isKnown(definition, path)) return [];
      const value = BOOLEANS.test(path) ? toBoolean(operation.value) : tidyValue(operation.value);
      // To replace by nothing is to remove.
      return value === undefined && op !== "remove" ? [{ op: "remove", path }] : [{ op, path, ...(value === undefined ? {} : { value }) }];
    }
    const value = tidyValue(Array.isArray(operation.value) && operation.value.length === 1 ? operation.value[0] : operation.value);
    if (!isObject(value)) return [{ op, value }];
    const known = Object.fromEntries(Object.entries(value).filter(([key]) => key.toLowerCase() !== "id" && isKnown(definition, key)));
    return Object.keys(known).length === 0 ? [] : [{ op, value: known }];
  });
  return { schemas: [PATCH], Operations: operations };
}

function isKnown(definition: Definition, path: string): boolean {
  try {
    return definition.attribute(path.replace(/\[[^\]]*\]/g, "")) !== undefined;
  } catch {
    return false;
  }
}

function tidyValue(value: unknown): unknown {
  if (value === null) return undefined;
  if (Array.isArray(value)) return value.map(tidyValue).filter((each) => each !== undefined);
  if (!isObject(value)) return value;
  const entries = Object.entries(value).flatMap(([key, each]) => {
    const tidy = BOOLEANS.test(key) ? toBoolean(each) : tidyValue(each);
    return tidy === undefined ? [] : [[key, tidy] as const];
  });
  return Object.fromEntries(entries);
}

/** The value of a boolean in whatever form; what is none stays, and is refused. */
function toBoolean(value: unknown): unknown {
  if (Array.isArray(value) && value.length === 1) return toBoolean(value[0]);
  if (isObject(value) && "value" in value) return toBoolean(value.value);
  if (value === null) return undefined;
  if (typeof value !== "string" && typeof value !== "number") return value;
  const word = String(value).trim().toLowerCase();
  return word === "true" || word === "1" ? true : word === "false" || word === "0" ? false : value;
}
