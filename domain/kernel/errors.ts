import type { z } from "zod";

/**
 * Expected refusals. Each carries a message key of `content/messages/<locale>/errors.json` so that the edge can say it in the person's
 * language; anything that is not a Refusal is a fault and never reaches a person as text.
 */
export abstract class Refusal extends Error {
  abstract readonly kind: "not-found" | "forbidden" | "signed-out" | "stale-proof" | "conflict" | "invalid" | "too-many";
  constructor(
    readonly reason: string,
    readonly values: Record<string, string | number> = {},
  ) {
    super(reason);
    this.name = new.target.name;
  }
}

/** The thing does not exist, or this actor may not learn that it does. */
export class NotFound extends Refusal {
  readonly kind = "not-found" as const;
}

/** The actor is known and may not do this. */
export class Forbidden extends Refusal {
  readonly kind = "forbidden" as const;
}

/** Nobody is signed in, or the session has ended. */
export class SignedOut extends Refusal {
  readonly kind = "signed-out" as const;
}

/** The actor may do this, and has to show first who they are: their last proof is too old. */
export class StaleProof extends Refusal {
  readonly kind = "stale-proof" as const;
}

/** Somebody else was first, or the thing is no longer in the state that the act needs. */
export class Conflict extends Refusal {
  readonly kind = "conflict" as const;
}

/** A limit is used up; `retryAfter` is in seconds. */
export class TooMany extends Refusal {
  readonly kind = "too-many" as const;
  constructor(
    reason: string,
    readonly retryAfter: number,
  ) {
    super(reason, { seconds: retryAfter });
  }
}

/** Input that a person can mend: `fields` maps a field's name to message keys of `errors.json`. */
export class Invalid extends Refusal {
  readonly kind = "invalid" as const;
  constructor(
    readonly fields: Record<string, string[]>,
    reason = "invalid-input",
  ) {
    super(reason);
  }
}

/** Parse raw input. A zod issue's message is a message key (`errors.required`, …); the field is the first part of its path. @throws {Invalid} */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const fields: Record<string, string[]> = {};
  for (const issue of result.error.issues) {
    const field = issue.path.length > 0 ? String(issue.path[0]) : "form";
    // The first is the one to mend: "required" and "too short" of an empty field are one mistake.
    fields[field] ??= [issue.message];
  }
  throw new Invalid(fields);
}

/**
 * The same for nested input, naming each problem by its whole path (`label.ko`), because that is the name of the field in which somebody typed it. `part` is
 * the part of the input that the form is about and does not name. @throws {Invalid}
 */
export function parseInputByPath<S extends z.ZodType>(schema: S, raw: unknown, part?: string): z.output<S> {
  const result = schema.safeParse(raw);
  if (result.success) return result.data;
  const fields: Record<string, string[]> = {};
  for (const issue of result.error.issues) {
    const path = part !== undefined && issue.path[0] === part ? issue.path.slice(1) : issue.path;
    (fields[path.length > 0 ? path.join(".") : "form"] ??= []).push(issue.message);
  }
  throw new Invalid(fields);
}
