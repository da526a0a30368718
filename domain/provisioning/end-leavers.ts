import { randomUUID } from "node:crypto";
import { raiseAlarm } from "../alarms/raise-alarm";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { endUser } from "./end-user";
import { alone } from "./in-one-transaction";
import { isObject } from "./is-object";
import { mayProvision } from "./policy";
import { findUserId } from "./queries";
import { readActivity, UNREAD, type Activity } from "./read-activity";
import { operationsOf, readBody, unpack, valueOf } from "./read-body";
import { readNames } from "./read-user";
import type { ScimRequest } from "./types";

const CHANGES = ["PUT", "PATCH", "POST"];
const SILENT: Activity = { says: null, clear: true };

/**
 * End the access of whoever is to have none by what a request says, and tell what it says of the person whom it addresses. Where it is no request that this service answers, or nobody can be sure that it says so or whom it means, an
 * alarm is raised as well: a provider that is answered with an error may not come again. @throws {Forbidden}
 */
export async function endLeavers(ctx: Context, request: ScimRequest): Promise<Activity["says"]> {
  authorise(ctx, mayProvision);
  const { method, path } = request;
  const [kind = "", named] = path;
  switch (kind.toLowerCase()) {
    case "groups":
      return null;
    case "users":
      // The deletion of a person is answered.
      if (method === "DELETE" && named !== undefined) return null;
      return endOne(ctx, request, path.length <= 2 && (named === undefined) === (method === "POST"));
    case "bulk":
      await endEach(ctx, request);
      return null;
    default:
      await endOne(ctx, request, false);
      return null;
  }
}

/** The parts of a request for many things (RFC 7644 § 3.7), each as if it had come alone; and as a whole what has no parts. */
async function endEach(ctx: Context, request: ScimRequest): Promise<void> {
  const parts = readSafely(() => partsOf(request), null);
  if (!parts?.length) await endOne(ctx, { ...request, path: [] }, false);
  for (const part of parts ?? []) if (part.path[0]?.toLowerCase() !== "groups") await endOne(ctx, part, false);
}

function partsOf({ query, body }: ScimRequest): ScimRequest[] {
  const whole = typeof body === "string" ? readBody(body) : null;
  const operations = isObject(whole) ? operationsOf(whole) : whole;
  return [operations ?? []].flat().flatMap((operation) => {
    if (!isObject(operation)) return [];
    const said = valueOf(operation, "path");
    const segments = (typeof said === "string" ? said : "").split("?", 1).join("").split("/").filter((segment) => segment !== "");
    const path = segments.slice(Math.max(0, segments.findIndex((segment) => /^(users|groups)$/i.test(segment)))).map((segment) => readSafely(() => decodeURIComponent(segment), segment));
    const method = String(valueOf(operation, "method")).trim().toUpperCase();
    return [{ method: [...CHANGES, "DELETE", "GET"].includes(method) ? method : "PATCH", path, query, body: JSON.stringify(unpack(valueOf(operation, "data")) ?? {}) }];
  });
}

/** `answered` is whether this service does what such a request asks for. A person who is added as one who left may be here already. */
async function endOne(ctx: Context, { method, path: [, named], body }: ScimRequest, answered: boolean): Promise<Activity["says"]> {
  const { says, clear } = method === "DELETE" ? UNREAD : CHANGES.includes(method) ? read(body, { adds: answered && named === undefined, now: ctx.clock.now() }) : SILENT;
  if (says !== "ends") return says;
  const names = named !== undefined ? [{ name: named, sure: true }] : typeof body === "string" ? readSafely(() => readNames(body), []) : [];
  const ended = await alone(ctx, async (within) => {
    for (const { name, sure } of names) {
      const found = await findUserId(within, name);
      if (found === null) continue;
      await endUser(within, found);
      return { staffId: found, sure };
    }
    return null;
  });
  const adds = answered && named === undefined && ended === null;
  if (answered && clear && (adds || ended?.sure)) return says;
  const object = ended === null ? { kind: "provider", id: "scim" } : { kind: "staff", id: ended.staffId };
  await withTransaction(ctx, (tx) => raiseAlarm(tx, ctx, { kind: "unclear-deactivation", severity: "critical", object, occurrence: randomUUID(), details: { method, ended: ended !== null } }));
  return says;
}

/** A person who is added with more than is read says nothing of anybody who is here. What fails to be read may say anything. */
function read(body: ScimRequest["body"], { adds, now }: { adds: boolean; now: Date }): Activity {
  return typeof body === "string" ? readActivity(body, now) : body.unread === 413 && adds ? SILENT : UNREAD;
}

/** Whatever is wrong with what came. */
function readSafely<T>(reading: () => T, otherwise: T): T {
  try {
    return reading();
  } catch {
    return otherwise;
  }
}
