import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { seedIncident } from "@/db/seed/demo-incident";
import { askAsWritten } from "./ask-as-written";
import { expect, test } from "./fixtures";
import { gates } from "./gates";
import { address } from "./gates-walk";
import { withParts } from "./parts";
import { startAnotherWeb } from "./product";
import { signInAs } from "./sign-in";

/** What every answer of a page says to the browser. */
const HEADERS = { "x-content-type-options": "nosniff", "cross-origin-opener-policy": "same-origin", "cross-origin-resource-policy": "same-origin" };

/** Pages of what is a person's own: those that a gate of subjects stands before. */
const ownPages = Object.entries(gates).filter(([file, gate]) => gate === "subject" && file.endsWith("page.tsx")).map(([file]) => file);

async function published(): Promise<string> {
  return (await withParts((parts) => seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `hard-${randomUUID().slice(0, 8)}` }))).slug;
}

/** What is wrong with an answer for a page, if anything. */
function faultsOf(headers: Record<string, string>, html: string): string[] {
  const policy = headers["content-security-policy"] ?? "";
  const nonce = /'nonce-([A-Za-z0-9+/]{22}==)'/.exec(policy)?.[1];
  const scripts = html.match(/<script\b[^>]*>/g) ?? [];
  return [
    ...Object.entries(HEADERS).flatMap(([name, value]) => (headers[name] === value ? [] : [`${name}: ${headers[name]}`])),
    ...["default-src 'self'", "'strict-dynamic'", "style-src 'self';", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'", "form-action 'self'"].filter((part) => !policy.includes(part)).map((part) => `the policy does not say ${part}`),
    ...(policy.match(/'unsafe-\S+/g) ?? []),
    ...(nonce && scripts.length > 0 ? [] : ["no nonce, or no script"]),
    ...scripts.filter((script) => !script.includes(`nonce="${nonce}"`)),
    ...(html.replaceAll(/<script\b.*?<\/script>/gs, "").match(/<style\b[^>]*>|<[a-z][^>]* (?:style|on\w+)="[^>]*>/g) ?? []),
  ];
}

test("every script of an answer has its nonce, which no other answer has, and nothing in it is inline", async ({ page, context, consoleErrors }) => {
  const incident = await published();
  await signInAs(context, ["comms"]);
  const found: string[] = [];
  const nonces = new Set<string>();
  const paths = ["/ko", `/ko/${incident}`, `/en/${incident}/check`, "/ko/verify", "/nowhere", "/ko/nowhere", "/console", "/console/waves", "/console/sign-in", "/console/nowhere", `/console/notices/${randomUUID()}`, "/console/staff"];
  for (const path of paths) {
    for (let turn = 0; turn < 2; turn++) {
      const answer = await page.goto(path);
      const headers = answer?.headers() ?? {};
      found.push(...faultsOf(headers, (await answer?.text()) ?? "").map((fault) => `${path}: ${fault}`));
      nonces.add(headers["content-security-policy"] ?? "");
      await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    }
    // Pages that are not there or not theirs say so in the browser's console too.
    found.push(...consoleErrors.splice(0).filter((text) => !/status of 40[34]/.test(text)).map((text) => `${path}: ${text}`));
  }
  expect(found).toEqual([]);
  expect(nonces.size).toBe(2 * paths.length);
});

test("what a page is made to run is stopped, and the browser reports it", async ({ page, consoleErrors, policyReports }) => {
  await page.goto(`/ko/${await published()}`);
  const reported = page.waitForRequest((request) => request.url().endsWith("/api/csp-reports"));
  await page.evaluate(() => {
    const put = document.createElement("div");
    put.innerHTML = "<img src='data:,' onerror='window.ran = true'>";
    document.body.append(put);
  });
  expect((await (await reported).response())?.status()).toBe(204);
  expect(await page.evaluate(() => "ran" in window)).toBe(false);
  expect(consoleErrors.splice(0)).toEqual([expect.stringMatching(/Content Security Policy/)]);
  expect(policyReports.splice(0)).toEqual([expect.stringMatching(/script-src/)]);
});

test("a page about one person, or of the console, tells nobody that somebody came from it, and other pages tell only us", async ({ request }) => {
  const incident = await published();
  const policy = async (path: string) => (await request.get(path, { maxRedirects: 0 })).headers()["referrer-policy"];
  const own = ownPages.map((file) => address(file, incident));
  expect(own.length).toBeGreaterThan(12);
  for (const path of [...own, ...own.map((path) => path.replace("/ko/", "/en/")), `/ko/${incident}/check/code`, "/ko/unsubscribe/token", "/u/token"]) expect(await policy(path), path).toBe("no-referrer");
  for (const path of ["/console", "/console/claims", "/console/staff/new"]) expect(await policy(path), path).toBe("no-referrer");
  for (const path of ["/ko", `/ko/${incident}`, `/ko/${incident}/check`, "/nowhere"]) expect(await policy(path), path).toBe("same-origin");
});

test("the way from an address with a slash too many has the headers of every answer, and nobody keeps it: a secret may stand in it", async () => {
  const incident = await published();
  const paths = ["/ko/", `/ko/${incident}/check/`, "/console/", "/console/claims/", "/ko/unsubscribe/token/", "/u/token/", "//ko", "/ko//unsubscribe/token", "/ko\\unsubscribe\\token", "/console//claims"];
  for (const path of paths) {
    const { status, headers } = await askAsWritten(path, "GET", {});
    expect(status, path).toBe(308);
    expect(headers, path).toMatchObject({ ...HEADERS, "cache-control": "no-store", "referrer-policy": "no-referrer", "content-security-policy": expect.stringContaining("script-src 'none'") });
    expect(headers, path).toHaveProperty("permissions-policy");
  }
});

test("pictures are made and changed by nothing here", async ({ request }) => {
  for (const url of ["/icon.svg", "/too-large.css", "http://127.0.0.1/", "https://evil.example/x.png"]) {
    expect([400, 404], url).toContain((await request.get(`/_next/image?${new URLSearchParams({ url, w: "640", q: "75" }).toString()}`)).status());
  }
});

test("whoever sends a body a byte at a time is cut off, at any address", async () => {
  const web = await startAnotherWeb({ settings: { REQUEST_BODY_SECONDS: "1" } });
  try {
    // Once it has answered, all that a process does at its start is done.
    await fetch(`${web.url}/api/health/live`);
    // The last two are for large files: refused at the gate, and cut then.
    const addresses = ["/ko", "/console/claims", "/api/auth/callback/credentials", "/api/health/live", "/_next/static/x.js", "/nowhere", "/console/exposure/upload", "/ko/x/claim/y/papers/7/files"];
    const cut = await Promise.all(addresses.map((path) => dripAt(web.url, path)));
    for (const [i, seconds] of cut.entries()) expect(seconds, addresses[i]).toBeLessThan(20);
  } finally {
    await web.stop();
  }
});

/** After how many seconds a connection is gone over which a body comes a byte at a time. */
function dripAt(url: string, path: string): Promise<number> {
  const { hostname, port } = new URL(url);
  return new Promise((resolve, reject) => {
    const began = performance.now();
    const socket = connect(Number(port), hostname, () => socket.write(`POST ${path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n`));
    const dripping = setInterval(() => socket.write("1\r\nx\r\n"), 100);
    const given = setTimeout(() => socket.destroy(new Error(`${path} is held`)), 40_000);
    socket.on("data", () => undefined).on("close", (broken) => {
      clearInterval(dripping);
      clearTimeout(given);
      const seconds = (performance.now() - began) / 1_000;
      if (broken && seconds > 39) reject(new Error(`${path} is held`));
      else resolve(seconds);
    });
    socket.on("error", () => undefined);
  });
}

test("reports of any shape and size are taken in and answered the same", async ({ request }) => {
  const good = { "csp-report": { "effective-directive": "script-src-elem", "blocked-uri": "https://evil.example/x.js" } };
  for (const data of [JSON.stringify(good), "", "[", "null", JSON.stringify({ "csp-report": { "blocked-uri": 7 } }), "x".repeat(100_000)]) {
    expect((await request.post("/api/csp-reports", { data, headers: { "content-type": "application/csp-report" } })).status()).toBe(204);
  }
  expect((await request.get("/api/csp-reports")).status()).toBe(405);
});
