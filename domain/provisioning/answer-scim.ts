import SCIMMY from "scimmy";
import { authorise, type Context } from "../kernel/context";
import { endLeavers } from "./end-leavers";
import { alone } from "./in-one-transaction";
import { mayProvision } from "./policy";
import { findUserId } from "./queries";
import { readBody } from "./read-body";
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
  const says = await endLeavers(ctx, request);
  try {
    return await answer({ ctx, provisioning, says }, request);
  } catch (error) {
    if (error instanceof ScimFault) throw error.cause;
    if (error instanceof ScimError) return { status: error.status, body: new ErrorResponse(error) };
    throw error;
  }
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
