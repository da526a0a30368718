import { randomUUID } from "node:crypto";
import type { APIRequestContext, PlaywrightWorkerArgs } from "@playwright/test";
import { askAsWritten, type Answer } from "./ask-as-written";
import { expect, test } from "./fixtures";
import { gates, type Gate } from "./gates";
import { address, builtActions, emptyForm, everyActor, headersOf, headersOfAction, methodOf, namePassingNone, published, signedIn, walkActions, walkPages, type Actor } from "./gates-walk";
import { startAnotherWeb } from "./product";

interface Trick {
  headers?: Record<string, string>;
  path?: (path: string) => string;
}

const data = { rsc: "1" };
const ahead = { ...data, "next-router-prefetch": "1", purpose: "prefetch" };
/** What a browser says that has the frame of the console already, and wants what stands in it. */
const inFrame = (path: string) => encodeURIComponent(JSON.stringify(["", { children: path.split("/").filter(Boolean).reduceRight<unknown>((inner, part) => [part, { children: inner }], ["__PAGE__", {}, null, "refetch"]) }, null, null]));

/** What once led past a gate that stood before the pages, here or elsewhere. */
const tricks: Record<string, (path: string) => Trick> = {
  "middleware said to have run": () => ({ headers: { "x-middleware-subrequest": ["proxy", "src/proxy", "middleware", "src/middleware"].flatMap((name) => Array<string>(5).fill(name)).join(":"), "x-middleware-next": "1", "x-middleware-rewrite": "/ko", "x-middleware-override-headers": "cookie" } }),
  "data alone": (path) => ({ headers: { ...data, "next-url": "/ko" }, path: () => `${path}?_rsc=x` }),
  "data within the frame": (path) => ({ headers: { ...data, "next-router-state-tree": inFrame(path) } }),
  "data ahead": () => ({ headers: ahead }),
  "a part ahead": () => ({ headers: { ...ahead, "next-router-segment-prefetch": "/_tree" } }),
  "a page's part ahead": (path) => ({ headers: { ...ahead, "next-router-segment-prefetch": `${path}/__PAGE__` } }),
  "another address behind it, from this machine": () => ({ headers: { "x-original-url": "/ko", "x-rewrite-url": "/ko", "x-invoke-path": "/ko", "x-matched-path": "/ko", "x-nextjs-data": "1", "x-http-method-override": "GET", "x-forwarded-for": "127.0.0.1", "x-real-ip": "127.0.0.1" } }),
  ".rsc": (path) => ({ path: () => `${path}.rsc` }),
  ".segments": (path) => ({ path: () => `${path}.segments/_tree.segment.rsc` }),
  "letters encoded": (path) => ({ path: () => path.replaceAll(/\/([a-z])/g, (_, letter: string) => `/%${letter.charCodeAt(0).toString(16)}`) }),
  "slashes encoded": (path) => ({ path: () => `/${path.slice(1).replaceAll("/", "%2f")}` }),
  "two slashes": (path) => ({ path: () => path.replaceAll("/", "//") }),
  "a backslash": (path) => ({ path: () => `/${path.slice(1).replaceAll("/", "\\")}` }),
  "up and down again": (path) => ({ path: () => `/ko/..${path}` }),
  "up and down again, encoded": (path) => ({ path: () => `/ko/%2e%2e${path}` }),
  "in capitals": (path) => ({ path: () => path.toUpperCase() }),
  "a slash behind": (path) => ({ path: () => `${path}/` }),
  "a parameter of the path": (path) => ({ path: () => path.replace(/\/([^/]+)/, "/$1;x=1") }),
};

/** As a client does: it goes on where the same stands under a tidier address, and asks for data under one that names what is asked for. */
async function askThrough(path: string, method: string, headers: Record<string, string>, further = 3): Promise<Answer> {
  const answer = await askAsWritten(path, method, headers);
  const to = answer.headers.location;
  if (to === undefined || further === 0 || (answer.status !== 308 && !to.includes("?_rsc="))) return answer;
  const { pathname, search } = new URL(to, process.env.E2E_URL);
  return askThrough(pathname + search, method, headers, further - 1);
}

const isData = ({ headers }: Answer) => headers["content-type"]?.startsWith("text/x-component") ?? false;
/** What stands in data in the place of a part that was not shown: by it the framework knows why. */
const digestsOf = ({ body }: Answer) => [...body.matchAll(/"digest":"([^"]+)"/g)].map(([, digest]) => digest ?? "");
const pathOf = (said: string) => new URL(said, "http://x").pathname;

/** The very refusal that the plain request gets, or its word in data; there also nothing of a page: which parts it has is written in the sources. No answer of what stands behind the gate is one, as that there is no such thing. */
function isRefusal(answer: Answer, gate: Gate, actor: Actor): boolean {
  const { status, headers, body } = answer;
  const elsewhere = gate === "subject" ? /^\/ko\/[^/]+\/check$/ : /^\/console\/sign-in$/;
  const sent = gate === "subject" || (gate !== "token" && !signedIn(actor));
  const leads = (to: string) => sent && elsewhere.test(pathOf(to));
  if (headers.location !== undefined) return leads(headers.location);
  if (!isData(answer)) return status === (gate === "token" ? 401 : 403) && !sent;
  const digests = digestsOf(answer);
  if (digests.length === 0) return !body.includes('["$"');
  return digests.every((digest) => (sent ? digest.startsWith("NEXT_REDIRECT;") && leads(digest.split(";")[2] ?? "") : digest === "NEXT_HTTP_ERROR_FALLBACK;403"));
}

/** No such thing, by a word of the framework or of the portal. */
function isNowhere(answer: Answer): boolean {
  if (answer.headers.location !== undefined) return pathOf(answer.headers.location) === "/page/not/found";
  return [400, 404, 405].includes(answer.status) || (isData(answer) && digestsOf(answer).some((digest) => digest === "NEXT_HTTP_ERROR_FALLBACK;404" || digest.includes(";/page/not/found;")));
}

const isBent = (written: string, path: string) => written.split("?")[0] !== path;

/** By which tricks an address of a part of the tree comes to no page or handler any more: by those by which what is open there is not found either. */
async function leadingNowhere(open: string, actor: Actor): Promise<Set<string>> {
  expect((await askThrough(open, "GET", headersOf(actor))).status, open).toBe(200);
  const nowhere = new Set<string>();
  for (const [name, trick] of Object.entries(tricks)) {
    const { path: written = (same: string) => same } = trick(open);
    if (!isBent(written(open), open)) continue;
    const answer = await askThrough(written(open), "GET", headersOf(actor));
    if (isNowhere(answer)) nowhere.add(name);
    else expect(answer.status, `${open} by ${name}`).toBe(200);
  }
  return nowhere;
}

/** What is written behind an address that ends in a variable is of its value. */
const isOfValue = (file: string, behind: string) => /\[\.{3}\w+\]\/(page|route)\.tsx?$/.test(file) || (/\]\/(page|route)\.tsx?$/.test(file) && !behind.includes("/"));

/** Nobody, and whoever is signed in and may not, with as many roles as there are. */
const refusedOf = (gate: Gate, everybody: Actor[]) => everybody.filter((actor) => actor.name === "anonymous" || actor.name === namePassingNone(gate));

async function tryEveryTrick(asWhom: (gate: Gate, everybody: Actor[]) => Actor[]): Promise<void> {
  const incident = await published();
  const everybody = await everyActor();
  const staff = everybody.find(signedIn) as Actor;
  const nowhere = { console: await leadingNowhere("/console/account", staff), api: await leadingNowhere("/api/health/live", staff), ko: await leadingNowhere(`/ko/${incident}/check`, staff) };
  const open: string[] = [];
  for (const [file, gate] of Object.entries(gates)) {
    if (file.includes("#") || gate === "anybody") continue;
    const path = address(file, incident);
    const ask = (written: string, actor: Actor, headers: Record<string, string>) => askThrough(written, methodOf(file).toUpperCase(), { ...headersOf(actor), ...headers });
    // Whoever may is let in, and be it to what is not there: a refusal below is one.
    const may = everybody.find((actor) => signedIn(actor) && actor.passes(gate));
    if (may) expect(isRefusal(await ask(path, may, data), gate, may), file).toBe(false);
    for (const actor of asWhom(gate, everybody)) {
      await Promise.all(
        Object.entries(tricks).map(async ([name, trick]) => {
          const { headers = {}, path: write = (same: string) => same } = trick(path);
          const written = write(path);
          const answer = await ask(written, actor, headers);
          const mayBeNowhere = nowhere[path.split("/")[1] as keyof typeof nowhere].has(name) && !(written.startsWith(path) && isOfValue(file, written.slice(path.length)));
          if (!isRefusal(answer, gate, actor) && !(mayBeNowhere && isNowhere(answer))) open.push(`${actor.name} at ${file} by ${name}: ${answer.status} ${answer.headers.location ?? answer.headers["content-type"]} ${answer.body.slice(0, 200)}`);
        }),
      );
    }
  }
  expect(open).toEqual([]);
}

test("no header and no way of writing an address opens a page to whom it is closed", async () => {
  test.setTimeout(600_000);
  // Whoever is signed in comes further than nobody, where there is such a one.
  await tryEveryTrick((gate, everybody) => refusedOf(gate, everybody).slice(-1));
});

test("and none opens one to somebody who is not signed in", { tag: "@long" }, async () => {
  test.setTimeout(900_000);
  await tryEveryTrick(refusedOf);
});

/** No answer of an action, which says what came of it (`a` in its first row) or where it leads: a refusal, or the answer of a page. */
function isNoAnswer({ status, headers, body }: Answer): boolean {
  const target = headers["x-action-redirect"];
  if (typeof target === "string") return /\/(console\/sign-in|check)$/.test(target.split(/[;?]/)[0] ?? "");
  // Whose proof has ended keeps what was typed, with a link to prove the address anew.
  if (/"link":\{"href":"\/ko\/[^"]+\/check"/.test(body)) return true;
  return status >= 300 || !/^0:\{"a":"\$@/m.test(body) || /NEXT_HTTP_ERROR_FALLBACK;40[34]/.test(body);
}

/** The actions of the build, one for each policy: what is asked is whether a trick leads past the gate that they all have. */
function oneActionOfEach() {
  const policies = new Map<Gate, ReturnType<typeof builtActions>[number]>();
  for (const action of builtActions()) {
    const gate = gates[action.name];
    if (gate !== undefined && gate !== "anybody" && !policies.has(gate) && !action.name.endsWith("#signOutAction")) policies.set(gate, action);
  }
  return [...policies];
}

test("and none lets an action be called by whom it is closed to", async () => {
  test.setTimeout(600_000);
  const incident = await published();
  const everybody = await everyActor();
  const form = new Request("http://x", { method: "POST", body: emptyForm(incident) });
  const [type, sent] = [form.headers.get("content-type") ?? "", Buffer.from(await form.arrayBuffer())];
  const call = (id: string, path: string, actor: Actor, headers: Record<string, string> = {}) => askAsWritten(path, "POST", { ...headersOfAction(id, actor), "content-type": type, "content-length": String(sent.length), origin: process.env.E2E_URL ?? "", ...headers }, sent);
  const actions = oneActionOfEach();
  expect(actions.length).toBeGreaterThan(30);
  const open: string[] = [];
  for (const [gate, { id, name, page }] of actions) {
    const path = address(page, incident);
    // Whoever may is let in by the same call: a refusal below is one.
    const may = everybody.find((actor) => signedIn(actor) && actor.passes(gate));
    if (may && gate !== "subject") expect(isNoAnswer(await call(id, path, may)), name).toBe(false);
    for (const actor of everybody.filter((each) => each.name === "disabled" || each === refusedOf(gate, everybody).at(-1))) {
      await Promise.all(
        Object.entries(tricks).map(async ([trickName, trick]) => {
          const { headers = {}, path: written = (same: string) => same } = trick(path);
          const answer = await call(id, written(path), actor, headers);
          if (!isNoAnswer(answer)) open.push(`${actor.name} calls ${name} by ${trickName}: ${answer.status} ${answer.headers["content-type"]} ${answer.body.slice(0, 200)}`);
        }),
      );
    }
  }
  expect(open).toEqual([]);
});

/** What a stranger can say of how a request came, true or not. */
const lies = { ...tricks["middleware said to have run"]?.("").headers, ...tricks["another address behind it, from this machine"]?.("").headers };

/** Walk a server of the same build whose lists name no proxy, with everything said that once led past one: each is let in or refused as by the plain walk. */
async function withoutProxy(playwright: PlaywrightWorkerArgs["playwright"], ...walks: ((request: APIRequestContext) => Promise<void>)[]): Promise<void> {
  const web = await startAnotherWeb({ withoutProxy: true });
  try {
    // Each with cookies of its own: one that an answer sets would be sent along by everybody after.
    const walk = async (act: (request: APIRequestContext) => Promise<void>) => {
      const request = await playwright.request.newContext({ baseURL: web.url, extraHTTPHeaders: lies });
      await act(request);
      await request.dispose();
    };
    // It is really not there: nothing gives this answer a nonce.
    await walk(async (request) => expect((await request.get(`/ko/${randomUUID()}/check`, { maxRedirects: 0 })).headers()["content-security-policy"]).toContain("script-src 'none'"));
    for (const each of walks) await walk(each);
  } finally {
    await web.stop();
  }
}

test("what is closed is closed without proxy.ts and whatever headers say, and what is open is open", async ({ playwright }) => {
  test.setTimeout(600_000);
  await withoutProxy(playwright, (request) => walkPages(request, "one"), (request) => walkActions(request, "one"));
});

test("and to each role that passes", { tag: "@long" }, async ({ playwright }) => {
  test.setTimeout(900_000);
  await withoutProxy(playwright, (request) => walkPages(request), (request) => walkActions(request));
});
