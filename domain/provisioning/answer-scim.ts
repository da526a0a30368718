import { randomUUID } from "node:crypto";
import SCIMMY from "scimmy";
import { sql } from "drizzle-orm";
import { raiseAlarm } from "../alarms/raise-alarm";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { endUser } from "./end-user";
import { inOneTransaction } from "./in-one-transaction";
import { mayProvision } from "./policy";
import { findUserId } from "./queries";
import { readActivity, UNREAD, type Activity } from "./read-activity";
import { readBody } from "./read-body";
import { readNames } from "./read-user";
import { ScimFault, scimResources, type Bearing, type ScimKind } from "./scim-resources";
import { tidyBody } from "./tidy-body";
import type { Provisioning, ScimAnswer, ScimRequest } from "./types";

const { ErrorResponse } = SCIMMY.Messages;
const { Error: ScimError } = SCIMMY.Types;
const SILENT: Activity = { says: null, clear: true };

/**
 * Answer one request of an identity provider (SCIM 2.0, RFC 7643 and 7644). A body that says that somebody is not active any more ends their access before anything else in it is read, and one that only looks
 * so, or cannot be read, does as well and raises an alarm: somebody who is out by mistake is let in again, and a leaver who stayed in is the next breach. @throws {Forbidden}
 */
export async function answerScim(ctx: Context, request: ScimRequest, provisioning: Provisioning): Promise<ScimAnswer> {
  authorise(ctx, mayProvision);
  const says = await endFirst(ctx, request);
  try {
    return await answer({ ctx, provisioning, says }, request);
  } catch (error) {
    if (error instanceof ScimFault) throw error.cause;
    if (error instanceof ScimError) return { status: error.status, body: new ErrorResponse(error) };
    throw error;
  }
}

/** Whatever else a request is about: whoever is to have no access any more has none. A person who is added as one who left may be here already. Tells what the request says of them. */
async function endFirst(ctx: Context, { method, path: [kind, named], body }: ScimRequest): Promise<Activity["says"]> {
  if (kind?.toLowerCase() !== "users" || !["PUT", "PATCH", "POST"].includes(method)) return null;
  const { says, clear } = typeof body === "string" ? readActivity(body) : body.unread === 413 && named === undefined ? SILENT : UNREAD;
  if (says !== "ends") return says;
  const ended = await alone(ctx, async (within) => {
    for (const { name, sure } of named === undefined ? (typeof body === "string" ? readNames(body) : []) : [{ name: named, sure: true }]) {
      const found = await findUserId(within, name);
      if (found === null) continue;
      await endUser(within, found);
      return { staffId: found, sure };
    }
    return null;
  });
  const staffId = ended?.staffId ?? null;
  const adds = named === undefined && staffId === null;
  if (clear && (adds || ended?.sure)) return says;
  const object = staffId === null ? { kind: "provider", id: "scim" } : { kind: "staff", id: staffId };
  await withTransaction(ctx, (tx) => raiseAlarm(tx, ctx, { kind: "unclear-deactivation", severity: "critical", object, occurrence: randomUUID(), details: { method, ended: staffId !== null } }));
  return says;
}

async function answer(bearing: Bearing, { method, path, query, body }: ScimRequest): Promise<ScimAnswer> {
  // The library knows no 415.
  if (typeof body !== "string") return refused(body.unread, body.unread === 413 ? "The body is too long." : "The body is to be JSON in UTF-8, without Content-Encoding.");
  const { User, Group, ...discovery } = scimResources(bearing.provisioning);
  const [kind = "", id, ...more] = path;
  if (more.length > 0) throw new ScimError(404, "", "There is no such address.");
  const resource = { users: { Kind: User, find: findUserId }, groups: { Kind: Group, find: null } }[kind.toLowerCase()];
  if (resource) return ofResource(bearing, resource, { method, id, query, body });
  const found = { serviceproviderconfig: discovery.ServiceProviderConfig, resourcetypes: discovery.ResourceType, schemas: discovery.Schema }[kind.toLowerCase()];
  if (!found) throw new ScimError(kind.toLowerCase() === "bulk" || kind.toLowerCase() === "me" ? 501 : 404, "", "This service has Users, Groups, Schemas, ResourceTypes and ServiceProviderConfig.");
  if (method !== "GET") return notAllowed();
  return { status: 200, body: await new found(...(id === undefined ? [] : [id]), ...(query.filter ? [{ filter: query.filter }] : [])).read() };
}

interface Addressed {
  Kind: ScimKind;
  /** Whom a name of the provider's means: by it they can be changed and taken out as well. */
  find: typeof findUserId | null;
}

async function ofResource(bearing: Bearing, { Kind, find }: Addressed, { method, id, query, body }: { method: string; id: string | undefined; query: ScimRequest["query"]; body: string }): Promise<ScimAnswer> {
  const shape = readShape(query);
  if (id === undefined) {
    if (method === "GET") return { status: 200, body: await new Kind(shape).read(bearing) };
    if (method === "POST") return { status: 201, body: await changing(bearing, (within) => new Kind(shape).write(parse(method, body, Kind), within)) };
    return notAllowed();
  }
  const resource = (of: string) => new Kind(of, shape);
  const meant = async ({ ctx }: Bearing) => resource((await find?.(ctx, id)) ?? id);
  switch (method) {
    case "GET":
      return { status: 200, body: await resource(id).read(bearing) };
    case "PUT":
      return { status: 200, body: await changing(bearing, async (within) => (await meant(within)).write(parse(method, body, Kind), within)) };
    case "PATCH":
      return { status: 200, body: await changing(bearing, async (within) => patch(within, await meant(within), parse(method, body, Kind))) };
    case "DELETE":
      await changing(bearing, async (within) => (await meant(within)).dispose(within));
      return { status: 204, body: null };
    default:
      return notAllowed();
  }
}

/** What nothing was left of, or what changed nothing, is answered with the resource as it is. */
async function patch(bearing: Bearing, resource: InstanceType<ScimKind>, message: unknown) {
  const operations = (message as { Operations?: unknown[] }).Operations;
  const changed = operations?.length === 0 ? undefined : await resource.patch(message, bearing);
  return changed ?? resource.read(bearing);
}

/** A patch reads a resource, changes it and writes it whole: two at once would undo each other, and one that has read somebody who works here would give a leaver's access back. */
function alone<T>(ctx: Context, act: (within: Context) => Promise<T>): Promise<T> {
  // The verbs' own transactions are parts of this one: who waits for the lock would otherwise hold the connection that they need.
  return inOneTransaction(ctx, async (within) => {
    await within.db.execute(sql`select pg_advisory_xact_lock(hashtextextended('scim', 0))`);
    return act(within);
  });
}

function changing<T>({ ctx, ...bearing }: Bearing, act: (bearing: Bearing) => Promise<T>): Promise<T> {
  return alone(ctx, (within) => act({ ctx: within, ...bearing }));
}

function parse(method: string, body: string, Kind: ScimKind): unknown {
  try {
    return tidyBody(method, readBody(body), Kind.schema.definition);
  } catch {
    throw new ScimError(400, "invalidSyntax", "The body is not JSON.");
  }
}

/** Which part of a list, and which attributes (RFC 7644 § 3.4.2). */
function readShape(query: ScimRequest["query"]): Record<string, unknown> {
  const whole = (name: string) => (query[name] === undefined ? {} : { [name]: Number.parseInt(query[name], 10) });
  const text = (name: string) => (query[name] ? { [name]: query[name] } : {});
  return { ...text("filter"), ...text("attributes"), ...text("excludedAttributes"), ...text("sortBy"), ...text("sortOrder"), ...whole("startIndex"), ...whole("count") };
}

function notAllowed(): ScimAnswer {
  return refused(405, "Not with this method.");
}

function refused(status: number, detail: string): ScimAnswer {
  return { status, body: { schemas: [ErrorResponse.id], status: String(status), detail } };
}
