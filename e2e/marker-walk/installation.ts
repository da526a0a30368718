import { randomBytes, randomUUID } from "node:crypto";
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import type { APIRequestContext, Browser, BrowserContext, Page } from "@playwright/test";
import pg from "pg";
import type { Role } from "@/db/values/roles";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { findMarkers, Markers, type Finding, type Piece } from "@/test/markers";
import { startTestPostgres } from "@/test/postgres";
import { expect } from "../fixtures";
import { mailsTo } from "../mail";
import { test as base } from "../own-installation";
import { withParts } from "../parts";
import type { OwnSettings } from "../product";
import { signInAs } from "../sign-in";
import { columnsOf, filesBelow, plantInDatabase, watchServer } from "./places";
import { startWatch } from "./watch";

interface Login {
  user: string;
  password: string;
  adminUrl: string;
}

/** A login of the database of this test alone, and a directory for what its parts keep and print. A page that does not come says so at once, and not at the end of the test. */
export const test = base.extend<{ login: Login; dir: string; markers: Markers }>({
  actionTimeout: 15_000,
  navigationTimeout: 20_000,
  markers: async ({}, use) => use(new Markers()),
  dir: async ({}, use) => {
    const dir = mkdtempSync(path.join(os.tmpdir(), "amends-markers-"));
    await use(dir);
    rmSync(dir, { recursive: true, force: true });
  },
  login: async ({ markers }, use) => {
    const { adminUrl } = await startTestPostgres();
    const admin = new pg.Client({ connectionString: adminUrl });
    await admin.connect();
    const [user, password] = [`amends_walk_${randomUUID().slice(0, 8)}`, markers.secret("password of the database")];
    await admin.query(`create role ${user} login superuser password '${password}'`);
    await use({ user, password, adminUrl });
    await admin.query(`drop role ${user}`);
    await admin.end();
  },
});

export function withLogin(address: string, user: string, password: string): string {
  return Object.assign(new URL(address), { username: user, password }).href;
}

/** Take a key of 32 bytes for a setting. */
export const aKey = (markers: Markers, name: string) => markers.take(name, randomBytes(32).toString("base64"), { secret: true });

/** How those were received which every walk plants and nobody is shown again. */
const NEVER_SHOWN: Record<string, string> = {
  "password of the database": "every part comes to the database by it",
  "key-encryption key": "what is sealed opens with it",
  "secret of cookies": "the session's cookie opens with it",
  "password of the relay": "mails come under the login beside it",
  "planted line": "the test itself",
};

/** Every kind of place that is looked at: a line of the test's own is put into each. */
const EVERYWHERE = ["a Referer", "a file of the data directory", "a title", "an address that was asked for", "an error page", "the browser's console", "the database server's log", "the name of a file", "what a page keeps", "what the database is asked", "what the programs print"];
const COLUMNS = ["planted.bytes", "planted.document", "planted.plain"];

interface Relay {
  user: string;
  password: string;
}

interface Made {
  slug: string;
  incidentId: string;
}

export interface Walking<T extends Made = Made> {
  made: T;
  watch: ReturnType<typeof startWatch>;
  relay: Relay;
  /** Settings with which every part runs. */
  settings: Record<string, string>;
  /** Where everything goes that the parts print. */
  printed: string;
  /** The database, as the tests come to it: what their login owned would outlive the role. */
  url: string;
  /** A browser that is followed, signed in where it has roles. */
  visit: (more?: { roles?: readonly Role[]; javaScriptEnabled?: boolean }) => Promise<Page>;
  server: Awaited<ReturnType<typeof watchServer>>;
}

interface Parts {
  browser: Browser;
  install: <T>(fill: (parts: ProcessParts, url: string) => Promise<T>, settings?: OwnSettings, logFile?: string) => Promise<T>;
  login: Login;
  dir: string;
  markers: Markers;
}

/** Start the product on a database of its own, with secrets of its own, and follow everything that its parts and the browsers write. */
export async function startWalk<T extends Made>({ browser, install, login, dir, markers }: Parts, fill: (parts: ProcessParts) => Promise<T>, more: Record<string, string> = {}): Promise<Walking<T>> {
  const data = path.join(dir, "data");
  const settings: Record<string, string> = {
    AMENDS_LOG_LEVEL: "trace",
    AMENDS_DATA_DIR: data,
    AMENDS_KEY: aKey(markers, "key-encryption key"),
    NEXTAUTH_SECRET: aKey(markers, "secret of cookies"),
    AUDIT_CHECKPOINT_DIR: path.join(data, "checkpoints"),
    ERASURE_LIST_FILE: path.join(data, "erasures"),
    ...more,
  };
  const relay = { user: markers.word("login of the relay"), password: markers.secret("password of the relay") };
  process.env.E2E_KEY = settings.AMENDS_KEY;
  const printed = path.join(dir, "printed.log");
  const server = await watchServer(login.adminUrl);
  const watch = startWatch();
  const own = (usual: { DATABASE_URL: string; SMTP_URL: string }) => ({ ...settings, DATABASE_URL: withLogin(usual.DATABASE_URL, login.user, login.password), SMTP_URL: withLogin(usual.SMTP_URL, relay.user, relay.password) });
  const made = await install(fill, own, printed);
  const base = process.env.E2E_URL ?? "";
  const enter = (context: BrowserContext, roles?: readonly Role[]) => (roles ? signInAs(context, roles, { locale: "en", incidentId: made.incidentId }) : context.addCookies([{ name: "amends-incident", value: made.incidentId, url: base }]));
  return {
    made, watch, relay, settings, printed, server,
    url: process.env.E2E_DATABASE_URL ?? "",
    async visit({ roles, javaScriptEnabled = true } = {}) {
      const context = await browser.newContext({ baseURL: base, javaScriptEnabled });
      watch.follow(context);
      await enter(context, roles);
      return context.newPage();
    },
  };
}

export interface Look {
  request: APIRequestContext;
  markers: Markers;
  /** A browser that is signed in nowhere. */
  stranger: Page;
  /** How those were received which nobody is shown again, by their names. */
  shownOtherwise: Record<string, string>;
  /** Secrets that a page tells their holder, once. Nothing else answers with any. */
  handedOver?: readonly string[];
  /** What else is looked at, with the line of the test's own in each of its places. */
  more?: (line: string) => Piece[];
  /** What staff type stands in columns, by whatever name: where everything is typed everywhere, they are not looked at. */
  columns?: boolean;
}

/** A line of our own in every place that is looked at: whatever does not find it finds nothing. */
async function plantLine({ watch, printed, settings, url }: Walking, stranger: Page, line: string): Promise<void> {
  await stranger.route(/planted/, (route) => route.fulfill({ status: 500, contentType: "text/html", body: `<title>${line}</title>` }));
  await stranger.goto(`/planted/${line}`);
  await watch.look(stranger);
  await stranger.goto("/ko/verify/senders", { referer: `${process.env.E2E_URL}/ko/${line}` });
  await stranger.evaluate((text) => {
    localStorage.setItem("planted", text);
    console.log(text);
  }, line);
  await watch.look(stranger);
  appendFileSync(printed, `${line}\n`);
  writeFileSync(path.join(settings.AMENDS_DATA_DIR ?? "", line), Buffer.concat([Buffer.from([0, 255]), Buffer.from(line)]));
  await plantInDatabase(url, line);
  await watch.settled();
}

const said = (findings: readonly Finding[]) => findings.map(({ marker, place }) => `${marker.name}: ${place}`).sort();

/** Look for every marker in all that was written, and see that each was received and none stands where it must not. */
export async function expectNowhere(walking: Walking, { request, markers, stranger, shownOtherwise, handedOver = [], more = () => [], columns = true }: Look): Promise<void> {
  const { watch, settings, printed, server, url } = walking;
  const line = markers.word("planted line");
  await plantLine(walking, stranger, line);
  const besides = more(line);
  const { plain, opened } = await withParts((parts) => columnsOf(url, parts.keys));
  const pieces: Piece[] = [...watch.pieces, ...(columns ? plain : []), ...besides, ...filesBelow(settings.AMENDS_DATA_DIR ?? ""), { place: "what the programs print", text: readFileSync(printed) }, ...(await server.stop())];
  const all = [...markers.all.values()];
  const found = findMarkers(all, pieces);
  const answers = findMarkers(all, watch.answers.map(({ url: asked, text }) => ({ place: new URL(asked).pathname, text })));
  const mails = findMarkers(all, [{ place: "a mail", text: JSON.stringify(await mailsTo(request, "")) }]);
  const everywhere = [...EVERYWHERE, ...(columns ? COLUMNS : []), ...new Set(besides.map(({ place }) => place))].sort();

  expect.soft(found.filter(({ marker }) => marker.name === "planted line").map(({ place }) => place).sort(), "where the line of this test is found").toEqual(everywhere);
  expect.soft(said(found.filter(({ marker, place }) => marker.name !== "planted line" && !marker.readable.includes(place))), "what stands where it must not").toEqual([]);
  expect.soft(said(answers.filter(({ marker }) => marker.secret)).filter((told) => !handedOver.includes(told)), "secrets in pages").toEqual([]);
  const readable = found.filter(({ marker, place }) => marker.readable.includes(place));
  expect.soft(all.flatMap(({ name, readable: there }) => there.map((column) => `${name}: ${column}`)).filter((told) => !said(readable).includes(told)), "columns that are said to be readable and hold nothing of it").toEqual([]);
  const received = new Set([...answers, ...mails, ...readable, ...findMarkers(all, [...opened, ...(columns ? [] : plain)])].map(({ marker }) => marker.name));
  expect.soft(all.map(({ name }) => name).filter((name) => !received.has(name) && !(name in NEVER_SHOWN) && !(name in shownOtherwise)), "markers that nothing shows to have been received").toEqual([]);
  expect.soft([...watch.badFields], "fields that would land in an address").toEqual([]);
}
