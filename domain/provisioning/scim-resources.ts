import SCIMMY from "scimmy";
import { z } from "zod";
import type { Context } from "../kernel/context";
import { Conflict, Invalid, NotFound } from "../kernel/errors";
import { deleteUser } from "./delete-user";
import { endUser } from "./end-user";
import { listGroups, listUsers } from "./queries";
import type { Activity } from "./read-activity";
import { readUser, type SaidUser } from "./read-user";
import { deleteGroup, saveGroup } from "./save-group";
import { addUser, changeUser } from "./save-user";
import type { Provisioning } from "./types";

const { User, Group, ResourceType, Schema, ServiceProviderConfig } = SCIMMY.Resources;
const { Error: ScimError, Filter } = SCIMMY.Types;

/** What each request brings to the library's handlers. */
export interface Bearing {
  ctx: Context;
  provisioning: Provisioning;
  /** What the request itself says of whether its person works here. What the library reads of a resource before it writes it whole is nobody's word. */
  says: Activity["says"];
}

/** What the library knows of a request when it asks for a resource. */
interface Asked {
  id?: string;
  filter?: InstanceType<typeof Filter>;
}

interface SaidGroup {
  displayName?: string;
  externalId?: string;
  members?: { value?: string }[];
}

/** A kind of resource as requests are put to it. */
export interface ScimKind {
  new (...asked: (string | Record<string, unknown>)[]): {
    read(bearing?: Bearing): Promise<unknown>;
    write(said: unknown, bearing: Bearing): Promise<unknown>;
    patch(message: unknown, bearing: Bearing): Promise<unknown>;
    dispose(bearing: Bearing): Promise<void>;
  };
  readonly schema: { readonly definition: { attribute(path: string): unknown } };
}

let declared = false;

/** The two kinds of resources of this service, bound to our verbs. The library keeps them once for a process. */
export function scimResources({ basePath }: Provisioning): Record<"User" | "Group" | "ResourceType" | "Schema" | "ServiceProviderConfig", ScimKind> {
  if (!declared) {
    SCIMMY.Resources.declare(User, { extensions: [{ schema: SCIMMY.Schemas.EnterpriseUser, required: false }] }).declare(Group, {});
    SCIMMY.Config.set({ patch: true, filter: { supported: true, maxResults: 200 }, sort: true, authenticationSchemes: [{ type: "oauthbearertoken", name: "Bearer token", description: "A token of this installation, made with `amends scim token`.", specUri: "https://www.rfc-editor.org/info/rfc6750", primary: true }] });
    User.ingress((resource, said, bearing) => answering(() => takeUser(resource as Asked, said as SaidUser, bearing as Bearing)) as never);
    User.egress((resource, bearing) => answering(() => showUsers(resource as Asked, (bearing as Bearing).ctx)) as never);
    User.degress((resource, bearing) => answering(() => deleteUser((bearing as Bearing).ctx, requireId(resource as Asked))));
    Group.ingress((resource, said, bearing) => answering(() => takeGroup(resource as Asked, said as SaidGroup, bearing as Bearing)) as never);
    Group.egress((resource, bearing) => answering(() => showGroups(resource as Asked, (bearing as Bearing).ctx)) as never);
    Group.degress((resource, bearing) => answering(() => deleteGroup((bearing as Bearing).ctx, requireId(resource as Asked))));
    declared = true;
  }
  for (const resource of [User, Group, ResourceType, Schema, ServiceProviderConfig]) resource.basepath(basePath);
  return { User, Group, ResourceType, Schema, ServiceProviderConfig } as unknown as ReturnType<typeof scimResources>;
}

async function takeUser(resource: Asked, said: SaidUser, { ctx, provisioning, says }: Bearing) {
  const fields = readUser(said);
  const id = resource.id === undefined ? await addUser(ctx, fields, { ...provisioning, active: says !== "ends" }) : requireId(resource);
  if (resource.id !== undefined) await changeUser(ctx, id, fields, { active: says === "begins" });
  if (says === "ends") await endUser(ctx, id);
  return showUsers({ id }, ctx);
}

async function showUsers({ id, filter }: Asked, ctx: Context) {
  const users = (await listUsers(ctx, id === undefined ? undefined : requireId({ id }))).map(({ email, name, locale, createdAt, changedAt, ...user }) => ({
    ...user,
    externalId: user.externalId ?? undefined,
    displayName: name,
    name: { formatted: name },
    emails: [{ value: email, type: "work", primary: true }],
    preferredLanguage: locale,
    meta: { created: createdAt.toISOString(), lastModified: changedAt.toISOString() },
  }));
  return pick(users, { id, filter });
}

async function takeGroup(resource: Asked, { displayName, externalId, members }: SaidGroup, { ctx }: Bearing) {
  if (!displayName?.trim()) throw new Invalid({ displayName: ["required"] });
  const fields = { displayName: displayName.trim().slice(0, 254), externalId: externalId ?? null, members: (members ?? []).flatMap(({ value }) => (value === undefined ? [] : [value])) };
  const id = await saveGroup(ctx, resource.id === undefined ? null : requireId(resource), fields);
  return showGroups({ id }, ctx);
}

async function showGroups({ id, filter }: Asked, ctx: Context) {
  const groups = (await listGroups(ctx, id === undefined ? undefined : requireId({ id }))).map(({ createdAt, changedAt, externalId, ...group }) => ({
    ...group,
    externalId: externalId ?? undefined,
    meta: { created: createdAt.toISOString(), lastModified: changedAt.toISOString() },
  }));
  return pick(groups, { id, filter });
}

function pick<T extends object>(rows: T[], { id, filter }: Asked): T | T[] {
  if (id === undefined) {
    const wanted = filter && new Filter(small(filter) as ConstructorParameters<typeof Filter>[0]);
    return wanted ? rows.filter((row) => wanted.match([small(row) as object]).length > 0) : rows;
  }
  if (!rows[0]) throw new NotFound("scim");
  return rows[0];
}

/** The same with all texts in small letters: names and addresses are compared so (RFC 7643 § 2.2, `caseExact`), which the library does not do. */
function small(value: unknown): unknown {
  if (typeof value === "string") return value.toLowerCase();
  if (Array.isArray(value)) return [...(value as unknown[])].map(small);
  return typeof value === "object" && value !== null ? Object.fromEntries(Object.entries(value).map(([key, each]) => [key, small(each)])) : value;
}

function requireId({ id }: Asked): string {
  if (!z.uuid().safeParse(id).success) throw new NotFound("scim");
  return id as string;
}

/** Say a refusal in the words of RFC 7644 § 3.12. The library takes any other error for a resource that is not there: a fault must not look like that, or a provider adds everybody anew. */
async function answering<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ScimError) throw error;
    if (error instanceof NotFound) throw new ScimError(404, "", "There is no such resource.");
    if (error instanceof Conflict) throw new ScimError(409, "uniqueness", "Another one has this name or address.");
    if (error instanceof Invalid) throw new ScimError(400, "invalidValue", `Not taken: ${Object.entries(error.fields).map(([field, [why]]) => `${field} (${why})`).join(", ")}.`);
    throw new ScimFault(error);
  }
}

/** A fault on its way through the library, which would hide any other error. */
export class ScimFault extends ScimError {
  constructor(override readonly cause: unknown) {
    super(500, "", "Something is wrong here. Ask again later.");
  }
}
