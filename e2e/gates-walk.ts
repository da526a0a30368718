import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { expect, type APIRequestContext } from "@playwright/test";
import { seedIncident } from "@/db/seed/demo-incident";
import { roles, type Role } from "@/db/values/roles";
import { may } from "@/domain/kernel/context";
import type { StaffId } from "@/domain/kernel/ids";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { offBoard } from "@/domain/offboarding/off-board";
import { staffContext } from "@/test/contexts";
import { gates, type Gate } from "./gates";
import { withParts } from "./parts";
import { newStaff } from "./sign-in";

interface ActionOfBuild {
  exportedName: string;
  filename: string;
  workers: Record<string, unknown>;
}

/** The build's own list of server actions: what a browser can call is exactly what is here. */
export function builtActions(): { id: string; name: string; page: string }[] {
  const manifest = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as { node: Record<string, ActionOfBuild> };
  return Object.entries(manifest.node).map(([id, action]) => ({ id, name: `${action.filename}#${action.exportedName}`, page: Object.keys(action.workers)[0] ?? "" }));
}

/** An address for a file of the tree, or for a page of the build, with something plausible for each of its variables. */
export function address(file: string, incident: string): string {
  const path = file
    .replace(/^app\//, "")
    .replace(/\/?(page|route)(\.tsx?)?$/, "")
    .split("/")
    .filter((part) => !/^\(.*\)$/.test(part))
    .map((part) => {
      if (part === "[locale]") return "ko";
      if (part === "[incident]") return incident;
      if (part === "[...nextauth]") return "session";
      return part.startsWith("[") ? randomUUID() : part;
    })
    .join("/");
  return `/${path}`;
}

/** How a file of the tree is asked: by GET, or as its handler can be asked where it has no GET. */
export function methodOf(file: string): "get" | "post" {
  const source = readFileSync(file, "utf8");
  return /export (async )?(function|const) POST\b/.test(source) && !/\bGET\b/.test(source) ? "post" : "get";
}

export interface Actor {
  name: string;
  cookie: string | null;
  /** Whether this actor passes a gate. */
  passes: (gate: Gate) => boolean;
}

/** Who may pass a policy's gate passes by one of their roles, so that whoever has every role that does not pass stands for all of these. */
const passingNone = (gate: Gate): Role[] => (gate === "anybody" ? [] : roles.filter((role) => typeof gate === "string" || !gate.roles.includes(role)));

const nameOf = (held: readonly Role[]) => held.join("+");
/** The actor who holds every role that does not pass. */
export const namePassingNone = (gate: Gate) => nameOf(passingNone(gate));

async function aStaffActor(parts: ProcessParts, held: readonly Role[]): Promise<Actor> {
  const { id, cookie } = await newStaff(parts, held);
  const actor = { kind: "staff" as const, staffId: id as StaffId, sessionId: "", proven: true, roles: held };
  return { name: nameOf(held), cookie, passes: (gate) => gate === "anybody" || (typeof gate !== "string" && may(actor, gate)) };
}

/** Nobody, somebody who was shown out, one for each role, and one for each set of roles that does not pass some gate. */
export async function everyActor(): Promise<Actor[]> {
  const anonymous: Actor = { name: "anonymous", cookie: null, passes: (gate) => gate === "anybody" };
  const sets = new Map([...roles.map((role) => [role]), ...Object.values(gates).map(passingNone)].filter((held) => held.length > 0).map((held) => [nameOf(held), held]));
  const staff = await withParts((parts) => Promise.all([...sets.values()].map((held) => aStaffActor(parts, held))));
  const disabled = await withParts(async (parts) => {
    const { id, cookie } = await newStaff(parts, [...roles]);
    await offBoard(staffContext(parts, ["admin"], (await newStaff(parts, ["admin"])).id), { staffId: id, reason: "to see that they are out" });
    return cookie;
  });
  return [anonymous, { ...anonymous, name: "disabled", cookie: disabled }, ...staff];
}

export const headersOf = (actor: Actor): Record<string, string> => (actor.cookie ? { cookie: `next-auth.session-token=${actor.cookie}` } : {});
export const signedIn = (actor: Actor) => actor.cookie !== null && actor.name !== "disabled";
const leadsToSignIn = (location: string | undefined) => location !== undefined && new URL(location, "http://x").pathname === "/console/sign-in";

export async function published(): Promise<string> {
  return (await withParts((parts) => seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `gates-${randomUUID().slice(0, 8)}` }))).slug;
}

/** An empty form as an action's arguments. They come last: they name the form, whose fields must be there by then. */
export function emptyForm(incident: string): FormData {
  const multipart = new FormData();
  multipart.append("_1_locale", "ko");
  multipart.append("_1_incident", incident);
  multipart.append("0", '[{"status":"idle"},"$K1"]');
  return multipart;
}

export const headersOfAction = (id: string, actor: Actor): Record<string, string> => ({ ...headersOf(actor), "next-action": id, accept: "text/x-component" });

/** Call an action as a browser would, with an empty form. */
export function callAction(request: APIRequestContext, id: string, path: string, actor: Actor, incident: string) {
  return request.post(path, { headers: headersOfAction(id, actor), multipart: emptyForm(incident), maxRedirects: 0 });
}

/** How many of the roles that pass a gate are tried. */
type Passing = "each" | "one";

/** As whom a way in is tried: signed out, as roles that pass, and as all those together that do not. */
function asWhom(gate: Gate, everybody: Actor[], passing: Passing): Actor[] {
  const passes = everybody.filter((actor) => actor.passes(gate) && roles.some((role) => role === actor.name));
  return everybody.filter((actor) => !signedIn(actor) || actor.name === namePassingNone(gate) || (passing === "each" ? passes : passes.slice(0, 1)).includes(actor));
}

/** Ask for every page and handler at a server as everybody, and see that exactly the roles of its policy are let in. */
export async function walkPages(request: APIRequestContext, passing: Passing = "each"): Promise<void> {
  const incident = await published();
  const everybody = await everyActor();
  for (const actor of everybody) {
    for (const [file, gate] of Object.entries(gates)) {
      if (file.includes("#") || !asWhom(gate, everybody, passing).includes(actor)) continue;
      const answer = await request[methodOf(file)](address(file, incident), { headers: headersOf(actor), maxRedirects: 0 });
      const said = `${actor.name} at ${file}: ${answer.status()} ${answer.headers().location ?? ""}`;
      if (actor.passes(gate)) {
        // Whose form says nothing is told so, behind the gate.
        expect([200, 204, 303, 307, 400, 404], said).toContain(answer.status());
        expect(leadsToSignIn(answer.headers().location), said).toBe(false);
      } else if (gate === "subject") {
        expect(answer.headers().location, said).toMatch(/\/check$/);
      } else if (gate === "token") expect([401, 404], said).toContain(answer.status());
      else if (signedIn(actor)) expect(answer.status(), said).toBe(403);
      else expect(leadsToSignIn(answer.headers().location), said).toBe(true);
    }
  }
}

/** Call every action at a server as everybody, and see that exactly the roles of its policy are let in. */
export async function walkActions(request: APIRequestContext, passing: Passing = "each"): Promise<void> {
  const incident = await published();
  const everybody = await everyActor();
  for (const actor of everybody) {
    for (const { id, name, page } of builtActions()) {
      const gate = gates[name];
      // Signing out works for everybody and would end the walk.
      if (gate === undefined || name.endsWith("#signOutAction") || !asWhom(gate, everybody, passing).includes(actor)) continue;
      // Called through a page that every one of them may open, so that it is the action's own gate that answers.
      const answer = await callAction(request, id, address(page, incident), actor, incident);
      const target = answer.headers()["x-action-redirect"]?.split(";")[0];
      const said = `${actor.name} calls ${name}: ${answer.status()} ${target ?? ""}`;
      if (actor.passes(gate)) {
        expect([200, 303], said).toContain(answer.status());
        expect(leadsToSignIn(target), said).toBe(false);
      } else if (gate === "subject") {
        expect(answer.status(), said).toBe(200);
        expect(await answer.text(), said).toContain(`"link":{"href":"/ko/${incident}/check"`);
      } else if (signedIn(actor)) expect(answer.status(), said).toBe(403);
      else expect(leadsToSignIn(target), said).toBe(true);
    }
  }
}
