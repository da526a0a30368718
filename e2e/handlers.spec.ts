import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { request as ask, type IncomingHttpHeaders } from "node:http";
import { roles } from "@/db/values/roles";
import { proveContact } from "@/domain/lookups/prove-contact";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { aPublishedIncident, askForCode, aSubject, visitor } from "@/test/lookups";
import { expect, test } from "./fixtures";
import { gates } from "./gates";
import { address } from "./gates-walk";
import { withParts } from "./parts";
import { newStaff } from "./sign-in";

interface Way {
  file: string;
  method: string;
}

/** Each method of each handler, as its file exports it. */
const ways: Way[] = Object.keys(gates)
  .filter((file) => file.endsWith("/route.ts"))
  .flatMap((file) => [...readFileSync(file, "utf8").matchAll(/(?:export (?:async )?function |\bas )(GET|POST|PUT|PATCH|DELETE)\b/g)].map(([, method = ""]) => ({ file, method })));
const changing = ways.filter(({ method }) => method !== "GET");

interface Place {
  /** Where a handler is, with a claim that is there. */
  at: (file: string) => string;
  /** Of somebody who may everything: every role, and a claim of their own. */
  cookie: string;
}

async function aPlace(): Promise<Place> {
  const email = `handlers-${randomUUID().slice(0, 8)}@example.com`;
  return withParts(async (parts) => {
    const incident = await aPublishedIncident(parts, `ref,email,confirmed\na,${email},names;access-codes`);
    const programme = await aProgramme(parts, incident);
    const { id: claimId } = await aFiledClaim(await aSubject(parts, incident, email), programme);
    const { browser, code } = await askForCode(parts, incident, email);
    const { token } = await proveContact(visitor(parts), incident.id, { code }, browser);
    const { cookie } = await newStaff(parts, [...roles]);
    return {
      at: (file) => address(file.replace("[claimId]", claimId).replace("[programme]", file.includes("(portal)") ? programme.slug : "[programme]"), incident.slug),
      cookie: `next-auth.session-token=${cookie}; amends-proof=${token}; amends-incident=${incident.id}`,
    };
  });
}

interface Answer {
  status: number;
  headers: IncomingHttpHeaders;
}

/** Ask with exactly these headers. A body that is `endless` never ends: whoever answers it has not waited for its end. */
function askFor(path: string, method: string, headers: Record<string, string>, endless = false): Promise<Answer> {
  const { hostname, port } = new URL(process.env.E2E_URL ?? "");
  return new Promise((resolve, reject) => {
    let answered = false;
    const asked = ask({ hostname, port, path, method, headers, agent: false }, (answer) => {
      answered = true;
      answer.on("error", () => undefined).resume();
      resolve({ status: answer.statusCode ?? 0, headers: answer.headers });
      if (endless) asked.destroy();
    });
    asked.on("error", (error) => answered || reject(new Error(`${method} ${path}: ${error.message}`)));
    if (!endless) return void asked.end(method === "GET" ? undefined : "");
    let left = 20 * 16;
    const more = () => {
      while (left-- > 0 && !answered) if (!asked.write(Buffer.alloc(65_536, "a"))) return void asked.once("drain", more);
    };
    more();
  });
}

test("nobody keeps what a handler answers, but what is public", async () => {
  const { at, cookie } = await aPlace();
  const kept: string[] = [];
  for (const { file, method } of ways) {
    for (const headers of [{ cookie }, {}, ...(method === "GET" ? [] : [{ cookie, "sec-fetch-site": "cross-site" }, { cookie, "content-type": "application/json" }])] as Record<string, string>[]) {
      const answer = await askFor(at(file), method, headers);
      const said = answer.headers["cache-control"] ?? "nothing";
      const isPublic = gates[file] === "anybody" && /^public, max-age=\d+/.test(said);
      if (!said.includes("no-store") && !isPublic) kept.push(`${method} ${file} as ${headers.cookie ? "somebody" : "nobody"}: ${answer.status}, ${said}`);
    }
  }
  expect(kept).toEqual([]);
});

test("nor a page about one person", async () => {
  const { at, cookie } = await aPlace();
  const own = Object.entries(gates).filter(([file, gate]) => gate === "subject" && file.endsWith("page.tsx")).map(([file]) => file);
  let shown = 0;
  for (const file of own) {
    const answer = await askFor(at(file), "GET", { cookie });
    if (answer.status === 200) shown += 1;
    expect(answer.status === 200 ? answer.headers["cache-control"] : "no-store", file).toContain("no-store");
  }
  expect(shown).toBeGreaterThan(5);
});

/** What others than browsers of ours send without more: what a browser saw stopped, and one click in a mail program (RFC 8058). Neither reads a cookie. */
const forEverybody = ["app/api/csp-reports/route.ts", "app/u/[token]/route.ts"];

test("no handler does anything for a page of somebody else's", async () => {
  const { at, cookie } = await aPlace();
  const foreign: Record<string, string>[] = [{ origin: "https://evil.example" }, { origin: "null" }, { origin: "https://evil.example", "sec-fetch-site": "cross-site" }, { "sec-fetch-site": "same-site" }, { "sec-fetch-site": "none" }];
  const taken: string[] = [];
  for (const { file, method } of changing.filter(({ file }) => !forEverybody.includes(file))) {
    const gate = gates[file] ?? "anybody";
    const behindGate = gate === "subject" || typeof gate !== "string";
    for (const headers of foreign) {
      const { status } = await askFor(at(file), method, { ...headers, cookie, "content-type": "application/json" });
      if (behindGate ? status !== 403 : status < 400) taken.push(`${method} ${file} from ${JSON.stringify(headers)}: ${status}`);
    }
    // It is where they come from that is refused, and nothing else about them.
    if (behindGate) expect((await askFor(at(file), method, { "sec-fetch-site": "same-origin", cookie, "content-type": "application/json" })).status, `${method} ${file}`).not.toBe(403);
  }
  expect(taken).toEqual([]);
});

/** What takes files of any length while they arrive, from whoever may. */
const uploads = ["app/console/(inside)/exposure/upload/route.ts", "app/console/(inside)/waves/lists/upload/route.ts", "app/console/(inside)/claims/paper/[claimId]/scans/route.ts"];
/** A line that was to be closed after the answer would be cut under what is still being sent, and the answer with it. */
const onAndOn = { "transfer-encoding": "chunked", connection: "keep-alive" };
const type = (file: string) => (/letter|frame/.test(file) ? "application/x-www-form-urlencoded" : "application/json");

test("a body without an end fills nobody's memory: each handler answers before it came", async () => {
  const { at, cookie } = await aPlace();
  const tooLong: string[] = [];
  for (const { file, method } of changing.filter(({ file }) => !uploads.includes(file))) {
    const { status } = await askFor(at(file), method, { cookie, "sec-fetch-site": "same-origin", "content-type": type(file), ...onAndOn }, true);
    expect(status, `${method} ${file}`).not.toBe(500);
    if (status === 413) tooLong.push(file);
  }
  const readers = ["draft", "people", "letter", "preview", "preview/frame"].map((name) => `app/console/(inside)/notices/${name}/route.ts`);
  expect(tooLong.sort()).toEqual(expect.arrayContaining([...readers, "app/console/(inside)/waves/[waveId]/letter/route.ts", "app/api/auth/[...nextauth]/route.ts", "app/(portal)/[locale]/[incident]/claim/[programme]/papers/[claimId]/files/route.ts"]));
  // And nobody at all, where anybody may ask.
  for (const file of ["app/api/auth/[...nextauth]/route.ts"]) expect((await askFor(at(file), "POST", { "content-type": "application/json", ...onAndOn }, true)).status).toBe(413);
});
