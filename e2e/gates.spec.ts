import { randomUUID } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import type { APIRequestContext } from "@playwright/test";
import { seedIncident } from "@/db/seed/demo-incident";
import { roles } from "@/db/values/roles";
import { may } from "@/domain/kernel/context";
import type { StaffId } from "@/domain/kernel/ids";
import { offBoard } from "@/domain/offboarding/off-board";
import { staffContext } from "@/test/contexts";
import { expect, test } from "./fixtures";
import { gates, type Gate } from "./gates";
import { withParts } from "./parts";
import { newStaff } from "./sign-in";

interface ActionOfBuild {
  exportedName: string;
  filename: string;
  workers: Record<string, unknown>;
}

/** The build's own list of server actions: what a browser can call is exactly what is here. */
function builtActions(): { id: string; name: string; page: string }[] {
  const manifest = JSON.parse(readFileSync(".next/server/server-reference-manifest.json", "utf8")) as { node: Record<string, ActionOfBuild> };
  return Object.entries(manifest.node).map(([id, action]) => ({ id, name: `${action.filename}#${action.exportedName}`, page: Object.keys(action.workers)[0] ?? "" }));
}

/** An address for a file of the tree, or for a page of the build, with something plausible for each of its variables. */
function address(file: string, incident: string): string {
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
function methodOf(file: string): "get" | "post" {
  const source = readFileSync(file, "utf8");
  return /export (async )?(function|const) POST\b/.test(source) && !/\bGET\b/.test(source) ? "post" : "get";
}

interface Actor {
  name: string;
  cookie: string | null;
  /** Whether this actor passes a gate. */
  passes: (gate: Gate) => boolean;
}

async function everyActor(): Promise<Actor[]> {
  const anonymous: Actor = { name: "anonymous", cookie: null, passes: (gate) => gate === "anybody" };
  const staff = await withParts((parts) =>
    Promise.all(
      roles.map(async (role): Promise<Actor> => {
        const { id, cookie } = await newStaff(parts, [role]);
        const actor = { kind: "staff" as const, staffId: id as StaffId, sessionId: "", proven: true, roles: [role] };
        return { name: role, cookie, passes: (gate) => gate === "anybody" || (gate !== "subject" && may(actor, gate)) };
      }),
    ),
  );
  const disabled = await withParts(async (parts) => {
    const { id, cookie } = await newStaff(parts, [...roles]);
    await offBoard(staffContext(parts, ["admin"], (await newStaff(parts, ["admin"])).id), { staffId: id, reason: "to see that they are out" });
    return cookie;
  });
  return [anonymous, { ...anonymous, name: "disabled", cookie: disabled }, ...staff];
}

const headersOf = (actor: Actor): Record<string, string> => (actor.cookie ? { cookie: `next-auth.session-token=${actor.cookie}` } : {});
const signedIn = (actor: Actor) => actor.cookie !== null && actor.name !== "disabled";
const leadsToSignIn = (location: string | undefined) => location !== undefined && new URL(location, "http://x").pathname === "/console/sign-in";

test("every page, handler and action of the tree has a gate, and every gate has its page, handler or action", () => {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" })
    .map((file) => `app/${file.replaceAll("\\", "/")}`)
    .filter((file) => /\/(page|route)\.tsx?$/.test(file));
  expect([...files, ...builtActions().map(({ name }) => name)].sort()).toEqual(Object.keys(gates).sort());
});

async function published(): Promise<string> {
  return (await withParts((parts) => seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `gates-${randomUUID().slice(0, 8)}` }))).slug;
}

test("every page lets in exactly the roles of its policy", async ({ playwright }) => {
  test.setTimeout(300_000);
  const incident = await published();
  const request = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
  for (const actor of await everyActor()) {
    for (const [file, gate] of Object.entries(gates)) {
      if (file.includes("#")) continue;
      const answer = await request[methodOf(file)](address(file, incident), { headers: headersOf(actor), maxRedirects: 0 });
      const said = `${actor.name} at ${file}: ${answer.status()} ${answer.headers().location ?? ""}`;
      if (actor.passes(gate)) {
        expect([200, 303, 307, 404], said).toContain(answer.status());
        expect(leadsToSignIn(answer.headers().location), said).toBe(false);
      } else if (gate === "subject") {
        expect(answer.headers().location, said).toMatch(/\/check$/);
      } else if (signedIn(actor)) expect(answer.status(), said).toBe(403);
      else expect(leadsToSignIn(answer.headers().location), said).toBe(true);
    }
  }
  await request.dispose();
});

/** Call an action as a browser would, with an empty form. */
function callAction(request: APIRequestContext, id: string, path: string, actor: Actor, incident: string) {
  // The arguments come last: they name the form, whose fields must be there by then.
  const multipart = new FormData();
  multipart.append("_1_locale", "ko");
  multipart.append("_1_incident", incident);
  multipart.append("0", '[{"status":"idle"},"$K1"]');
  return request.post(path, { headers: { ...headersOf(actor), "next-action": id, accept: "text/x-component" }, multipart, maxRedirects: 0 });
}

test("every action whose policy asks for a fresh proof asks for it, and no other does", async ({ playwright }) => {
  test.setTimeout(90_000);
  const incident = await published();
  const request = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
  const cookie = await withParts(async (parts) => (await newStaff(parts, [...roles], { session: { provenAt: new Date(Date.now() - 6 * 60_000) } })).cookie);
  for (const { id, name, page } of builtActions()) {
    const gate = gates[name];
    if (gate === undefined || typeof gate === "string" || name.endsWith("#signOutAction")) continue;
    const answer = await callAction(request, id, address(page, incident), { name: "left open", cookie, passes: () => true }, incident);
    expect((await answer.text()).includes('"status":"prove"'), name).toBe(gate.stepUp);
  }
  await request.dispose();
});

test("every action lets in exactly the roles of its policy", async ({ playwright }) => {
  test.setTimeout(300_000);
  const incident = await published();
  const request = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
  for (const actor of await everyActor()) {
    for (const { id, name, page } of builtActions()) {
      const gate = gates[name];
      // Signing out works for everybody and would end the walk.
      if (gate === undefined || name.endsWith("#signOutAction")) continue;
      // Called through a page that every one of them may open, so that it is the action's own gate that answers.
      const path = address(page, incident);
      const answer = await callAction(request, id, path, actor, incident);
      const target = answer.headers()["x-action-redirect"]?.split(";")[0];
      const said = `${actor.name} calls ${name}: ${answer.status()} ${target ?? ""}`;
      if (actor.passes(gate)) {
        expect([200, 303], said).toContain(answer.status());
        expect(leadsToSignIn(target), said).toBe(false);
      } else if (gate === "subject") {
        expect(target, said).toMatch(/\/check$/);
      } else if (signedIn(actor)) expect(answer.status(), said).toBe(403);
      else expect(leadsToSignIn(target), said).toBe(true);
    }
  }
  await request.dispose();
});
