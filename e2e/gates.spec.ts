import { readdirSync } from "node:fs";
import { roles } from "@/db/values/roles";
import { expect, test } from "./fixtures";
import { gates } from "./gates";
import { address, builtActions, callAction, published, walkActions, walkPages } from "./gates-walk";
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

/** What must ask for a fresh proof: approving, paying, taking files out, changing roles and keys, and letting everybody be written to. Held apart from the policies, because a flag that is gone from there is gone from both sides of the walk. */
const MUST_ASK = [
  "access-review.review", "alarms.plant-keys", "audit.export", "authenticity.publish", "canaries.plant", "claims.accept-accounts", "claims.confirm-decisions", "datasets.publish", "erasures.approve", "erasures.propose", "exports.ask", "exports.decide",
  "facts.approve", "incidents.publish", "installation.manage", "keys.custodians", "letters.hand-over", "notices.approve", "payments.release", "postings.publish", "postings.register-banner-page", "programmes.publish",
  "provisioning.map-groups", "retention.approve", "reveals.grant", "staff.keep-passkeys", "staff.make-tokens", "staff.manage", "waves.approve", "waves.release-ramp",
];

test("what approves, pays, exports or administers asks for a fresh proof", () => {
  const asking = new Set(Object.values(gates).flatMap((gate) => (typeof gate !== "string" && gate.stepUp ? [gate.name] : [])));
  expect(MUST_ASK.filter((name) => !asking.has(name))).toEqual([]);
});

test("every action whose policy asks for a fresh proof asks for it, and no other does", async ({ playwright }) => {
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
  test.setTimeout(600_000);
  const request = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
  await walkActions(request);
  await request.dispose();
});
