import { readdirSync } from "node:fs";
import { translator } from "@/content/translator";
import { roles } from "@/db/values/roles";
import { kinds } from "@/domain/exports/kinds";
import type { Policy } from "@/domain/kernel/context";
import { expect, test } from "./fixtures";
import { gates } from "./gates";
import { address, builtActions, callAction, headersOf, methodOf, published, walkActions, walkPages } from "./gates-walk";
import { withParts } from "./parts";
import { newStaff } from "./sign-in";

test("every page, handler and action of the tree has a gate, and every gate has its page, handler or action", () => {
  const files = readdirSync("app", { recursive: true, encoding: "utf8" })
    .map((file) => `app/${file.replaceAll("\\", "/")}`)
    .filter((file) => /\/(page|route)\.tsx?$/.test(file));
  expect([...files, ...builtActions().map(({ name }) => name)].sort()).toEqual(Object.keys(gates).sort());
});

test("every page lets in exactly the roles of its policy", async ({ playwright }) => {
  test.setTimeout(600_000);
  const request = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
  await walkPages(request);
  await request.dispose();
});

/** Which policies have a property: those of the gates, and those by which files are taken out, which stand behind the gate of exports. */
function namesOf(has: (rule: Policy) => boolean): string[] {
  const rules = [...Object.values(gates).filter((gate) => typeof gate !== "string"), ...Object.values(kinds).flatMap(({ rule, second }) => [rule, second])];
  return [...new Set(rules.filter(has).map(({ name }) => name))].sort();
}

/** What must ask for a fresh proof: approving, paying, taking files out, changing roles and keys, and letting everybody be written to. Held apart from the policies, because a flag that is gone from there is gone from both sides of the walk. */
const MUST_ASK = [
  "access-review.export", "access-review.review", "alarms.plant-keys", "audit.export", "authenticity.publish", "canaries.plant", "claims.accept-accounts", "claims.approve", "datasets.export-rejects", "datasets.publish", "erasures.approve", "erasures.propose", "exports.ask", "exports.decide", "exports.second", "exports.second-payments",
  "facts.approve", "incidents.publish", "installation.manage", "keys.custodians", "letters.hand-over", "notices.approve", "payments.export", "payments.release", "postings.publish", "postings.register-banner-page", "programmes.publish",
  "provisioning.map-groups", "retention.approve", "reveals.grant", "staff.keep-passkeys", "staff.make-tokens", "staff.manage", "waves.approve", "waves.export-unreached", "waves.release-ramp",
];

test("what approves, pays, exports or administers asks for a fresh proof", () => {
  expect(namesOf(({ stepUp }) => stepUp)).toEqual(MUST_ASK);
});

/** What a session may that showed too little for its person's roles: looking at what is masked, and what leads to a passkey. Whatever is not here must refuse it, however fresh it is: approving, paying, ending somebody's access, handling alarms, importing, revealing, changing anything. */
const WEAK_ENOUGH = [
  "access-review.read", "alarms.read", "alarms.read-keys", "audit.read", "authenticity.read-register", "authenticity.read-reports", "canaries.read", "claim-risk.read", "claims.follow", "claims.read", "claims.read-desk", "console.use", "datasets.read",
  "enquiries.read", "erasures.read", "exports.read", "facts.read", "incidents.read", "installation.read", "keys.read", "notices.read", "payments.read", "postings.read", "programmes.read", "provisioning.read", "retention.read", "reveals.read", "rules.read",
  "staff.keep-passkeys", "staff.read", "suppressions.read", "waves.read",
];

test("a session that showed too little may what is listed, and nothing else", () => expect(namesOf(({ weak }) => weak)).toEqual(WEAK_ENOUGH));

test("a session that showed too little, however fresh, opens every page that only shows and is refused every act but those that lead to a passkey", async ({ playwright }) => {
  const incident = await published();
  const request = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
  const cookie = await withParts(async (parts) => (await newStaff(parts, [...roles], { session: { method: "company", strong: false } })).cookie);
  const weak = { name: "weak", cookie, passes: () => true };
  for (const [file, gate] of Object.entries(gates)) {
    if (typeof gate === "string" || file.includes("#")) continue;
    const enough = WEAK_ENOUGH.includes(gate.name);
    const answer = await request[methodOf(file)](address(file, incident), { headers: { ...headersOf(weak), "sec-fetch-mode": "navigate", origin: process.env.E2E_URL ?? "" }, maxRedirects: 0 });
    const leads = answer.headers().location ?? "";
    expect(leads.endsWith("/console/account"), `${file}: ${answer.status()} ${leads}`).toBe(!enough);
    if (enough) expect([200, 204, 303, 307, 400, 404, 409], `${file}: ${answer.status()} ${leads}`).toContain(answer.status());
  }
  const said = translator("ko", "errors")("passkey-needed");
  for (const { id, name, page } of builtActions()) {
    const gate = gates[name];
    if (gate === undefined || typeof gate === "string" || name.endsWith("#signOutAction")) continue;
    const answer = await callAction(request, id, address(page, incident), weak, incident);
    expect((await answer.text()).includes(said), name).toBe(!WEAK_ENOUGH.includes(gate.name));
  }
  await request.dispose();
});

test("every action and handler whose policy asks for a fresh proof asks for it, and no other does", async ({ playwright }) => {
  const incident = await published();
  const request = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
  const cookie = await withParts(async (parts) => (await newStaff(parts, [...roles], { session: { provenAt: new Date(Date.now() - 6 * 60_000) } })).cookie);
  const leftOpen = { name: "left open", cookie, passes: () => true };
  const handlers = Object.entries(gates).flatMap(([file, gate]) => (typeof gate !== "string" && /\/route\.tsx?$/.test(file) ? [{ file, gate }] : []));
  expect(handlers.filter(({ gate }) => gate.stepUp).length).toBeGreaterThan(1);
  for (const { file, gate } of handlers) {
    const answer = await request[methodOf(file)](address(file, incident), { headers: headersOf(leftOpen), maxRedirects: 0 });
    expect(/^\/console\/prove\?to=/.test(answer.headers().location ?? ""), `${file}: ${answer.status()} ${answer.headers().location ?? ""}`).toBe(gate.stepUp);
  }
  for (const { id, name, page } of builtActions()) {
    const gate = gates[name];
    if (gate === undefined || typeof gate === "string" || name.endsWith("#signOutAction")) continue;
    const answer = await callAction(request, id, address(page, incident), leftOpen, incident);
    expect((await answer.text()).includes('"status":"prove"'), name).toBe(gate.stepUp);
  }
  await request.dispose();
});

test("every action lets in exactly the roles of its policy", async ({ playwright }) => {
  test.setTimeout(600_000);
  const request = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
  await walkActions(request);
  await request.dispose();
});
