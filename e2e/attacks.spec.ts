import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import type { APIRequestContext, APIResponse } from "@playwright/test";
import { and, eq, gt } from "drizzle-orm";
import { roles } from "@/db/values/roles";
import { lookupCodes, useCounts } from "@/db/schema/lookups";
import { addNote } from "@/domain/claims/desk/add-note";
import { writeClaimMessage } from "@/domain/claims/messages/write-claim-message";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { aPublishedIncident, aSubject } from "@/test/lookups";
import { headerPayloads, insidePayloads, markupPayloads, redirectPayloads } from "@/test/payloads";
import { withCredentials } from "@/test/staff";
import { expect, test } from "./fixtures";
import { builtActions } from "./gates-walk";
import { awaitCode, mailsTo } from "./mail";
import { withParts } from "./parts";
import { newStaff, signInAs } from "./sign-in";

const actionId = (name: string) => builtActions().find((action) => action.name.endsWith(`#${name}`))!.id;

/** Send an action's form as a browser does. */
function post(request: APIRequestContext, action: string, path: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<APIResponse> {
  const multipart = new FormData();
  for (const [name, value] of Object.entries(fields)) multipart.append(`_1_${name}`, value);
  multipart.append("0", '[{"status":"idle"},"$K1"]');
  return request.post(path, { headers: { "next-action": actionId(action), accept: "text/x-component", ...headers }, multipart, maxRedirects: 0 });
}

/** Headers by which something that stands before a server tells it who asks. Nothing stands before this one. */
const claimed = (i: number): Record<string, string> => {
  const address = `203.0.${i % 256}.${(i * 7) % 256}`;
  const shapes: Record<string, string>[] = [{ "x-forwarded-for": address }, { "x-forwarded-for": `${address}, 127.0.0.1` }, { forwarded: `for=${address}` }, { "x-real-ip": address }, { "cf-connecting-ip": address, "true-client-ip": address }, { "x-client-ip": address, "x-amends-peer": address, "client-ip": address }, { "x-forwarded-for": "unknown", via: address }, { "x-forwarded-for": `"[2001:db8::${i.toString(16)}]:80"` }];
  return shapes[i % shapes.length] ?? {};
};

const incidentOf = (email: string) => withParts((parts) => aPublishedIncident(parts, `ref,email,confirmed\na,${email},names;access-codes`));

test("a code is not found by trying, however many try at once and wherever they say they are", async ({ playwright, request }) => {
  const email = `guess-${randomUUID().slice(0, 8)}@example.com`;
  const { slug, id } = await incidentOf(email);
  const browser = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
  const form = { locale: "ko", incident: slug };
  expect((await post(browser, "requestCodeAction", `/ko/${slug}/check`, { ...form, contact: email })).headers()["x-action-redirect"]).toContain("/check/code");
  const code = (await awaitCode(request, email)).replace(" ", "");
  const guess = (i: number) => String((Number(code) + 1 + i) % 100_000_000).padStart(8, "0");
  const answers = await Promise.all(Array.from({ length: 60 }, (_, i) => post(browser, "proveContactAction", `/ko/${slug}/check/code`, { ...form, code: guess(i) }, claimed(i))));
  expect(answers.map((answer) => answer.headers()["x-action-redirect"]).filter(Boolean)).toEqual([]);
  const [row] = await withParts(({ db }) => db.select({ left: lookupCodes.triesLeft, usedAt: lookupCodes.usedAt }).from(lookupCodes).where(eq(lookupCodes.incidentId, id)));
  expect(row).toEqual({ left: 0, usedAt: null });
  // Now even the right one opens nothing.
  expect((await post(browser, "proveContactAction", `/ko/${slug}/check/code`, { ...form, code })).headers()["x-action-redirect"]).toBeUndefined();
  await browser.dispose();
});

test("whoever asks is counted by their connection, whatever they say of themselves", async ({ playwright }) => {
  const { slug } = await incidentOf(`forwarded-${randomUUID()}@example.com`);
  const before = new Date(Date.now() - 60_000);
  await Promise.all(
    Array.from({ length: 40 }, async (_, i) => {
      const browser = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
      await post(browser, "requestCodeAction", `/ko/${slug}/check`, { locale: "ko", incident: slug, contact: `asker-${i}-${randomUUID()}@example.com` }, claimed(i));
      await browser.dispose();
    }),
  );
  const counted = await withParts(({ db }) => db.selectDistinct({ budget: useCounts.budget }).from(useCounts).where(and(eq(useCounts.what, "network"), gt(useCounts.began, before))));
  expect(counted).toHaveLength(1);
});

/** How often an answer of the one kind takes longer than one of the other, of all pairs: a half where nothing tells them apart. */
function shareSlower(one: readonly number[], other: readonly number[]): number {
  return one.flatMap((a) => other.map((b) => Number(a > b) + Number(a === b) / 2)).reduce((sum, each) => sum + each, 0) / (one.length * other.length);
}

/** Everything of an answer by which two could be told apart: what is drawn by lot and what a clock says is left out. */
async function faceOf(answer: APIResponse): Promise<string> {
  const headers = Object.entries(answer.headers()).filter(([name]) => !["date", "content-security-policy", "set-cookie", "server-timing"].includes(name)).map(([name, value]) => `${name}: ${value}`);
  return [answer.status(), ...headers.sort(), (await answer.body()).length].join("\n");
}

test("neither bytes nor time tell whether an address is in the data", async ({ playwright }) => {
  const known = `known-${randomUUID()}@example.com`;
  const { slug } = await incidentOf(known);
  const times = { known: [] as number[], unknown: [] as number[] };
  const faces = new Set<string>();
  for (let i = 0; i < 120; i++) {
    const kind = i % 2 === 0 ? "known" : "unknown";
    // Each from a browser of its own, as somebody would who has a list.
    const browser = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
    const contact = kind === "known" ? known : `stran-${randomUUID()}@example.com`;
    const began = performance.now();
    const answer = await post(browser, "requestCodeAction", `/ko/${slug}/check`, { locale: "ko", incident: slug, contact });
    times[kind].push(performance.now() - began);
    faces.add(await faceOf(answer));
    await browser.dispose();
  }
  expect(faces.size).toBe(1);
  // Of 60 and 60 equal ones less than 0.3 or more than 0.7 comes once in six thousand times.
  expect(Math.abs(shareSlower(times.known, times.unknown) - 0.5)).toBeLessThan(0.25);
});

test("nor whether somebody works here", async ({ playwright }) => {
  const { email } = await withParts(async (parts) => {
    const member = await newStaff(parts, ["support"]);
    await withCredentials(parts, member, "넷 다섯 걸음 뒤 우체통");
    return { email: member.email };
  });
  const stranger = `nobody-${randomUUID()}@haneulmall.example`;
  const times = { known: [] as number[], unknown: [] as number[] };
  const faces = { known: [] as string[], unknown: [] as string[] };
  // Past the fifth, at which sign-in pauses: for an address that nobody has as for one that somebody has.
  for (let i = 0; i < 10; i++) {
    for (const kind of ["known", "unknown"] as const) {
      const browser = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
      const { csrfToken } = (await (await browser.get("/api/auth/csrf")).json()) as { csrfToken: string };
      const began = performance.now();
      const answer = await browser.post("/api/auth/callback/credentials", { form: { csrfToken, email: kind === "known" ? email : stranger, password: "not the password of anybody", code: "000000", json: "true" }, maxRedirects: 0 });
      if (i < 4) times[kind].push(performance.now() - began);
      // How many seconds are left is the clock's.
      faces[kind].push(`${answer.status()} ${(await answer.text()).replace(/seconds(=|%(25)*3D)\d+/, "seconds")}`);
      await browser.dispose();
    }
  }
  expect(faces.unknown).toEqual(faces.known);
  expect(new Set(faces.known).size).toBe(2);
  expect(faces.known.at(-1)).toContain("sign-in-locked");
  // The work of a password is a hundred times that of anything else: were it left out for a stranger, every one of these would be quicker than every one of those.
  expect(Math.min(...times.known)).toBeLessThan(Math.max(...times.unknown) * 3);
  expect(Math.min(...times.unknown)).toBeGreaterThan(Math.min(...times.known) / 3);
});

test("no address that somebody brings along leads away from here", async ({ playwright, context, page }) => {
  const own = new URL(process.env.E2E_URL ?? "").host;
  const browser = await playwright.request.newContext({ baseURL: process.env.E2E_URL });
  const { csrfToken } = (await (await browser.get("/api/auth/csrf")).json()) as { csrfToken: string };
  const away: string[] = [];
  const judge = (from: string, to: string | undefined) => {
    if (to !== undefined && new URL(to, process.env.E2E_URL).host !== own) away.push(`${from} leads to ${to}`);
  };
  const payloads = redirectPayloads();
  for (const payload of payloads) {
    for (const path of ["/api/auth/signout", "/api/auth/callback/credentials"]) {
      const answer = await browser.post(path, { form: { csrfToken, callbackUrl: payload, json: "true" }, maxRedirects: 0 });
      judge(`${path} with ${JSON.stringify(payload)}`, answer.headers().location);
      const { url } = (await answer.json().catch(() => ({}))) as { url?: string };
      judge(`${path} with ${JSON.stringify(payload)}`, url);
    }
    judge(`sign-in with ${JSON.stringify(payload)}`, (await browser.get(`/api/auth/signin?${new URLSearchParams({ callbackUrl: payload }).toString()}`, { maxRedirects: 0 })).headers().location);
  }
  await browser.dispose();
  // And none of them stands in a page as where a form or a link leads.
  await signInAs(context, [...roles], { locale: "en" });
  for (const payload of payloads.filter((_, i) => i % 10 === 0)) {
    for (const path of ["/console/prove", "/console/sign-in"]) {
      await page.goto(`${path}?${new URLSearchParams({ to: payload, callbackUrl: payload, next: payload }).toString()}`);
      for (const to of await page.locator("a[href], form[action]").evaluateAll((all) => all.map((each) => (each as HTMLAnchorElement).href || (each as HTMLFormElement).action))) {
        if (typeof to === "string" && to.startsWith("http")) judge(path, to);
      }
    }
  }
  expect(away).toEqual([]);
});

/** Ask in the very bytes, which no client would send. */
function ask(lines: string[]): Promise<string> {
  const { hostname, port } = new URL(process.env.E2E_URL ?? "");
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => socket.write(`${lines.join("\r\n")}\r\n\r\n`));
    const parts: Buffer[] = [];
    socket.on("data", (part) => parts.push(part)).on("end", () => resolve(Buffer.concat(parts).toString("latin1"))).on("error", reject);
  });
}

test("nothing that is asked for becomes a header of the answer, and the name asked by becomes no address", async () => {
  const { slug } = await incidentOf(`headers-${randomUUID()}@example.com`);
  const injected: string[] = [];
  for (const payload of headerPayloads()) {
    const raw = payload.replaceAll("\r", "%0d").replaceAll("\n", "%0a").replaceAll(" ", "%20");
    const written = /^[\x21-\x7e]*$/.test(raw) ? raw : encodeURIComponent(payload);
    for (const path of [`/${written}`, `/ko/${written}`, `/ko/${slug}/${written}`, `/console/sign-in?lang=${written}`, `/console?x=${written}`, `/u/${written}`, `/api/auth/signin?callbackUrl=${written}`]) {
      const answer = await ask([`GET ${path} HTTP/1.1`, "Host: localhost", "Accept-Language: ko", "Connection: close"]);
      const [head = ""] = answer.split("\r\n\r\n");
      if (/^(x-injected|set-cookie: injected)/im.test(head)) injected.push(path);
    }
  }
  expect(injected).toEqual([]);
  for (const host of ["evil.example", "evil.example:443", "localhost@evil.example", "127.0.0.1:1"]) {
    for (const extra of [[], [`X-Forwarded-Host: ${host}`, "X-Forwarded-Proto: https"]]) {
      const answer = await ask([`GET / HTTP/1.1`, `Host: ${extra.length > 0 ? "localhost" : host}`, ...extra, "Connection: close"]);
      expect(answer, host).not.toContain("evil.example");
    }
  }
});

test("markup that people write stays what they wrote, before the company and before themselves", async ({ page, context, request, consoleErrors }) => {
  const payloads = markupPayloads();
  const email = `markup-${randomUUID().slice(0, 8)}@example.com`;
  const incident = await incidentOf(email);
  const { claim, programme } = await withParts(async (parts) => {
    const programme = await aProgramme(parts, incident);
    const subject = await aSubject(parts, incident, email);
    const claim = await aFiledClaim(subject, programme);
    await writeClaimMessage(subject, { claimId: claim.id, text: payloads.slice(0, 28).join("\n") });
    const agent = staffContext(parts, ["support"], randomUUID());
    for (const part of [payloads.slice(0, 28), payloads.slice(28, 56), payloads.slice(56)]) await addNote(agent, { claimId: claim.id, note: part.join("\n") });
    return { claim, programme };
  });
  const untouched = async () => {
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    await expect(page.locator("#hacked, main svg[onload], main iframe, main base, main object, [onerror], [onload], [onfocus], [ontoggle]")).toHaveCount(0);
  };
  await signInAs(context, ["support"], { locale: "en", incidentId: incident.id, name: payloads[0] ?? "" });
  await page.goto(`/console/claims/${claim.id}`);
  for (const payload of [payloads[3], payloads[30], payloads[60]]) await expect(page.getByText(payload ?? "", { exact: false }).first()).toBeVisible();
  await untouched();
  await page.goto(`/ko/${incident.slug}/check`);
  await page.getByLabel("이메일 주소").fill(email);
  // Besides the code with which the claim was made before.
  await expect.poll(async () => (await mailsTo(request, email)).filter(({ subject }) => subject.includes("인증번호")).length).toBe(1);
  await page.getByRole("button", { name: "인증번호 받기" }).click();
  await expect.poll(async () => (await mailsTo(request, email)).filter(({ subject }) => subject.includes("인증번호")).length).toBe(2);
  await page.getByLabel("인증번호", { exact: true }).fill(await awaitCode(request, email));
  await page.getByRole("button", { name: "결과 보기" }).click();
  await expect(page).toHaveURL(/\/result$/);
  await page.goto(`/ko/${incident.slug}/claim/${programme.slug}/filed/${claim.reference}`);
  await expect(page.getByText(payloads[3] ?? "", { exact: false }).first()).toBeVisible();
  await untouched();
  for (const payload of payloads.filter((_, i) => i % 6 === 0)) {
    await page.goto(`/ko/verify/senders?q=${encodeURIComponent(payload)}`);
    await untouched();
  }
  expect(consoleErrors).toEqual([]);
});

test("of addresses that lead away or inside, here and where pages are fetched, at least three hundred are tried", () => {
  expect(new Set([...redirectPayloads(), ...insidePayloads()]).size).toBeGreaterThanOrEqual(300);
});
