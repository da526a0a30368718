import { sql } from "drizzle-orm";
import { leafHash } from "./merkle";

/** Every column of an event, as it is hashed. `at` is in UTC with six digits of a second, `xid` decimal; an absent value is null, never left out. */
export interface LoggedEvent {
  action: string;
  actorId: string | null;
  actorKind: string;
  at: string;
  details: unknown;
  id: string;
  incidentId: string | null;
  objectId: string | null;
  objectKind: string;
  reason: string | null;
  requestId: string;
  xid: string;
}

/** The columns of `audit_events e` in the form that is hashed. */
export const LOGGED_COLUMNS = sql`e.action, e.actor_id as "actorId", e.actor_kind as "actorKind", to_char(e.at at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, e.details, e.id,
  e.incident_id as "incidentId", e.object_id as "objectId", e.object_kind as "objectKind", e.reason, e.request_id as "requestId", e.xid::text as xid`;

/**
 * Write a JSON value in the one form that is hashed: no white space, members ordered by the UTF-16 code units of their names, strings and numbers as ECMAScript writes
 * them. Source: RFC 8785 (JSON Canonicalization Scheme); numbers are IEEE 754 doubles, so digits beyond those say nothing. However deep it is: one event that cannot be hashed would keep every later one
 * from its number.
 */
export function canonicalJson(value: unknown): string {
  let text = "";
  const open: { members: Iterator<[name: string | null, value: unknown]>; end: string; first: boolean }[] = [];
  const begin = (given: unknown) => {
    if (given === null || typeof given !== "object") {
      text += JSON.stringify(given);
      return;
    }
    const list = Array.isArray(given);
    const members: [string | null, unknown][] = list ? given.map((member: unknown) => [null, member]) : Object.entries(given).sort(([a], [b]) => (a < b ? -1 : 1));
    text += list ? "[" : "{";
    open.push({ members: members.values(), end: list ? "]" : "}", first: true });
  };
  begin(value);
  for (let inner = open.at(-1); inner; inner = open.at(-1)) {
    const next = inner.members.next();
    if (next.done) {
      text += inner.end;
      open.pop();
      continue;
    }
    if (!inner.first) text += ",";
    inner.first = false;
    const [name, member] = next.value;
    if (name !== null) text += `${JSON.stringify(name)}:`;
    begin(member);
  }
  return text;
}

/** An event as its leaf hash is made of it, in UTF-8: the canonical JSON of all its columns. */
export function canonicalEvent(row: LoggedEvent): string {
  const { action, actorId, actorKind, at, details, id, incidentId, objectId, objectKind, reason, requestId, xid } = row;
  return canonicalJson({ action, actorId, actorKind, at, details, id, incidentId, objectId, objectKind, reason, requestId, xid });
}

export function eventHash(row: LoggedEvent): Buffer {
  return leafHash(Buffer.from(canonicalEvent(row)));
}
