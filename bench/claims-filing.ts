import { rmSync } from "node:fs";
import { sql } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { proveContact } from "@/domain/lookups/prove-contact";
import { aProgramme } from "@/test/claims";
import { aPublishedIncident, askForCode, visitor } from "@/test/lookups";
import { buildWithEmptyAction } from "./bench-build";
import { openBenchDatabase } from "./database";
import type { BenchOptions, Result } from "./result";
import { perSecond, postForm, startWebServer } from "./web-server";

const MUST = 0.3;
/** What somebody posts who wants money: begin, choose, account, file. */
const STEPS = 4;
const ACCOUNT = { kind: "kr-account", bank: "004", account: "12345678901234", holder: "홍길동" };

/**
 * Posts per second inside whole filings over HTTP, each by somebody with a proof of their own, against posts of the same people to an empty action of the same page. Those lead to the pages of a claim
 * that is being filed, as the posts of a filing do, so that what differs is what the actions do.
 */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const people = quick ? 48 : 480;
  const dir = buildWithEmptyAction({ folder: "app/(portal)/[locale]/[incident]/claim/[programme]", action: "startClaimAction" });
  const database = await openBenchDatabase();
  try {
    const { parts } = database;
    const idle = 16;
    const incident = await aPublishedIncident(parts, ["ref,email,confirmed", ...Array.from({ length: people + idle }, (_, i) => `r${i},p${i}@example.com,names`)].join("\n"));
    const programme = await aProgramme(parts, incident);
    const cookies: string[] = [];
    for (let i = 0; i < people + idle; i++) {
      const { browser, code } = await askForCode(parts, incident, `p${i}@example.com`);
      cookies.push(`amends-proof=${(await proveContact(visitor(parts), incident.id, { code }, browser)).token}`);
    }
    const server = await startWebServer(database, dir);
    try {
      const base = `/ko/${incident.slug}/claim/${programme.slug}`;
      const place = { locale: "ko", incident: incident.slug, programme: programme.slug };
      const [start, choose, save, file, empty] = ["startClaimAction", "chooseBenefitsAction", "saveAccountAction", "fileClaimAction", "emptyAction"].map((name) => server.action(name)) as [string, string, string, string, string];
      const post = async (cookie: string, action: string, page: string, fields: Record<string, string>, to: string) => {
        const answer = await postForm(server, { action, at: base + page, fields: { ...place, ...fields }, cookie });
        if (!answer.to.startsWith(base + to)) throw new Error(`a filing went to ${answer.to} instead of ${to}`);
        return answer.page;
      };
      const begin = async (cookie: string, filing: boolean) => {
        // The first answer leads on to the first open question; the claim's number is in its page, as a browser gets it.
        await post(cookie, start, "", {}, "/answers");
        const claimId = /claimId[\\"]*(?::[\\"]*|" value=")([0-9a-f-]{36})/.exec(await (await fetch(`${server.url}${base}/benefits`, { headers: { cookie } })).text())?.[1] ?? "";
        await post(cookie, choose, "/benefits", { claimId, benefits: "cash" }, "/account");
        await post(cookie, save, "/account", { claimId, ...ACCOUNT }, "/answers");
        if (filing) await post(cookie, file, "/answers", { claimId, termsVersion: String(programme.termsVersion), accept: "1" }, "/filed/C-");
      };
      for (const cookie of cookies.slice(people)) await begin(cookie, false);
      const pages = ["/benefits", "/account", "/answers", "/answers"];
      const nothing = (i: number) => {
        const to = pages[i % STEPS] ?? "";
        return post(cookies[people + (i % idle)] ?? "", empty, "", { to: base + to }, to);
      };
      await perSecond(nothing, 40);
      // By turns, so that whatever else the machine does falls on both.
      const turns = 6;
      let [filing, resting] = [0, 0];
      for (let part = 0; part < turns; part++) {
        const first = part * (people / turns);
        filing += people / turns / (await perSecond((i) => begin(cookies[first + i] ?? "", true), people / turns));
        resting += ((people / turns) * STEPS) / (await perSecond(nothing, (people / turns) * STEPS));
      }
      const [row] = await database.db.select({ filed: sql<number>`count(*)::int` }).from(claims).where(sql`${claims.state} <> 'draft'`);
      const [figure, baseline] = [(people * STEPS) / filing, (people * STEPS) / resting];
      const ratio = figure / baseline;
      return { name: "claims-filing", figure, unit: "posts/s", baseline, ratio, must: `ratio ≥ ${MUST}, every claim filed`, ok: ratio >= MUST && row?.filed === people, note: `${row?.filed ?? 0} of ${people} filings of ${STEPS} posts, 8 at a time, one web process; limited by rendering the page that follows` };
    } finally {
      await server.stop();
    }
  } finally {
    await database.drop();
    rmSync(dir, { recursive: true, force: true });
  }
}
