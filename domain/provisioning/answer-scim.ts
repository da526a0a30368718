import { randomUUID } from "node:crypto";
import SCIMMY from "scimmy";
import { sql } from "drizzle-orm";
import { raiseAlarm } from "../alarms/raise-alarm";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { endUser } from "./end-user";
import { mayProvision } from "./policy";
import { findUserId } from "./queries";
import { readActivity } from "./read-activity";
import { ScimFault, scimResources, type Bearing, type ScimKind } from "./scim-resources";
import { tidyBody } from "./tidy-body";
import type { Provisioning, ScimAnswer, ScimRequest } from "./types";

const { ErrorResponse } = SCIMMY.Messages;
const { Error: ScimError } = SCIMMY.Types;

/**
 * Answer one request of an identity provider (SCIM 2.0, RFC 7643 and 7644). A body that says that somebody is not active any more ends their access before anything else in it is read, and one that only looks
 * so, or cannot be read, does as well and raises an alarm: somebody who is out by mistake is let in again, and a leaver who stayed in is the next breach. @throws {Forbidden}
 */
export async function answerScim(ctx: Context, request: ScimRequest, provisioning: Provisioning): Promise<ScimAnswer> {
  authorise(ctx, mayProvision);
  const ended = await endFirst(ctx, request);
  try {
    return await answer({ ctx, provisioning, ended }, request);
  } catch (error) {
    if (error instanceof ScimFault) throw error.cause;
    if (error instanceof ScimError) return { status: error.status, body: new ErrorResponse(error) };
    throw error;
  }
}

/** Whatever else a request is about: whoever is to have no access any more has none. Says whether it was about that. */
async function endFirst(ctx: Context, { method, path: [kind, named], body }: ScimRequest): Promise<boolean> {
  if (kind?.toLowerCase() !== "users" || named === undefined || !["PUT", "PATCH", "POST"].includes(method)) return false;
  const { says, clear } = readActivity(body);
  if (says !== "ends") return false;
  const staffId = await findUserId(ctx, named);
  if (staffId !== null) await endUser(ctx, staffId);
  if (staffId !== null && clear) return true;
  const object = staffId === null ? { kind: "provider", id: "scim" } : { kind: "staff", id: staffId };
  await withTransaction(ctx, (tx) => raiseAlarm(tx, ctx, { kind: "unclear-deactivation", severity: "critical", object, occurrence: randomUUID(), details: { method, ended: staffId !== null } }));
  return true;
}

async function answer(bearing: Bearing, { method, path, query, body }: ScimRequest): Promise<ScimAnswer> {
  const { User, Group, ...discovery } = scimResources(bearing.provisioning);
  const [kind = "", id, ...more] = path;
  if (more.length > 0) throw new ScimError(404, "", "There is no such address.");
  const resource = { users: User, groups: Group }[kind.toLowerCase()];
  if (resource) return ofResource(bearing, resource, { method, id, query, body });
  const found = { serviceproviderconfig: discovery.ServiceProviderConfig, resourcetypes: discovery.ResourceType, schemas: discovery.Schema }[kind.toLowerCase()];
  if (!found) throw new ScimError(kind.toLowerCase() === "bulk" || kind.toLowerCase() === "me" ? 501 : 404, "", "This service has Users, Groups, Schemas, ResourceTypes and ServiceProviderConfig.");
  if (method !== "GET") return notAllowed();
  return { status: 200, body: await new found(...(id === undefined ? [] : [id]), ...(query.filter ? [{ filter: query.filter }] : [])).read() };
}

async function ofResource(bearing: Bearing, Kind: ScimKind, { method, id, query, body }: { method: string; id: string | undefined; query: ScimRequest["query"]; body: string }): Promise<ScimAnswer> {
  const shape = readShape(query);
  if (id === undefined) {
    if (method === "GET") return { status: 200, body: await new Kind(shape).read(bearing) };
    if (method === "POST") return { status: 201, body: await alone(bearing, (within) => new Kind(shape).write(parse(method, body, Kind), within)) };
    return notAllowed();
  }
  const resource = () => new Kind(id, shape);
  switch (method) {
    case "GET":
      return { status: 200, body: await resource().read(bearing) };
    case "PUT":
      return { status: 200, body: await alone(bearing, (within) => resource().write(parse(method, body, Kind), within)) };
    case "PATCH":
      return { status: 200, body: await alone(bearing, (within) => patch(within, resource, parse(method, body, Kind))) };
    case "DELETE":
      await resource().dispose(bearing);
      return { status: 204, body: null };
    default:
      return notAllowed();
  }
}

/** What nothing was left of, or what changed nothing, is answered with the resource as it is. */
async function patch(bearing: Bearing, resource: () => InstanceType<ScimKind>, message: unknown) {
  const operations = (message as { Operations?: unknown[] }).Operations;
  const changed = operations?.length === 0 ? undefined : await resource().patch(message, bearing);
  return changed ?? resource().read(bearing);
}

/** A patch reads a resource, changes it and writes it whole: two at once would undo each other. */
function alone<T>({ ctx, ...bearing }: Bearing, act: (bearing: Bearing) => Promise<T>): Promise<T> {
  return withTransaction(ctx, async (tx) => {
    await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended('scim', 0))`);
    // The verbs' own transactions are parts of this one: who waits for the lock would otherwise hold the connection that they need.
    return act({ ctx: { ...ctx, db: tx as unknown as Context["db"] }, ...bearing });
  });
}

function parse(method: string, body: string, Kind: ScimKind): unknown {
  try {
    return tidyBody(method, JSON.parse(body), Kind.schema.definition);
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
  return { status: 405, body: { schemas: [ErrorResponse.id], status: "405", detail: "Not with this method." } };
}
