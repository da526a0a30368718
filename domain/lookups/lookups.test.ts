import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeMails, lookupCodes, lookupHours, subjectSessions } from "@/db/schema/lookups";
import { openDatabase } from "@/db/client";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, askForCode, aSubject, newestCode, queuedMails, visitor } from "@/test/lookups";
import { randomToken } from "@/lib/crypto";
import { endProof } from "./end-proof";
import { getLookupResult } from "./get-lookup-result";
import { proveContact } from "./prove-contact";
import { findAskedAddress, findSubjectSession, getProvenContact } from "./proven-contact";
import { requestCode } from "./request-code";
import { networkPause, nextSlot, readCode } from "./rules";

const database = useDatabase();
const CSV = [
  "ref,kind,named_by,email,confirmed,possible,cleared,counts,hints",
  "a,account-holder,,minji@example.com,names;access-codes,purchases,,access-codes=2,names=김••",
  "b,third-party,a,friend@example.com,names;physical-addresses,,,,",
  "c,account-holder,,minji@example.com,email-addresses,,purchases,,",
].join("\n");

describe("asking for a code", () => {
  it("does the same for an address in the data and for any other, and reads nothing of the data", async () => {
    // Through connections that end here: what one that stays open has read reaches the statistics seconds later.
    const db = openDatabase(database.url);
    const incident = await aPublishedIncident({ ...database.parts, db }, CSV);
    await db.$client.end();
    const reads = async () => {
      await database.db.execute(sql`select pg_stat_force_next_flush()`);
      const { rows } = await database.db.execute<{ scans: number }>(sql`select (coalesce(sum(seq_scan), 0) + coalesce(sum(idx_scan), 0))::int as scans from pg_stat_user_tables where relname like 'subjects%' or relname like 'contact_points%'`);
      return rows[0]?.scans;
    };
    const before = await reads();
    for (const contact of ["minji@example.com", "nobody@example.com"]) await requestCode(visitor(database.parts), incident, { contact }, { browser: randomToken(), network: null });
    expect(await reads()).toBe(before);
    expect((await queuedMails(database.parts)).filter(({ purpose }) => purpose === "lookup-code")).toHaveLength(2);
  });

  it("remembers the address that a browser asked for last, and takes its code", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const browser = randomToken();
    for (const address of Array.from({ length: 6 }, (_, i) => `mistyped-${i}@example.com`)) {
      const { code } = await askForCode(database.parts, incident, address, browser);
      expect(await findAskedAddress(visitor(database.parts), incident.id, browser)).toBe(address);
      if (address.includes("5")) await expect(proveContact(visitor(database.parts), incident.id, { code }, browser)).resolves.toHaveProperty("token");
    }
  });

  it.each([["", "email-empty"], ["a@@b.c", "email-two-ats"], ["a b@c.de", "email-space"], ["김＠example.com", "email-fullwidth-at"]])("says what is wrong with %j", async (contact, reason) => {
    const incident = await aPublishedIncident(database.parts, CSV);
    await expect(requestCode(visitor(database.parts), incident, { contact }, { browser: randomToken(), network: null })).rejects.toMatchObject({ fields: { contact: [reason] } });
  });

  it("mails an address three times an hour; more requests share the next mail, whoever makes them", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const ask = async (browser: string) => requestCode(visitor(database.parts), incident, { contact: "budget@example.com" }, { browser, network: null });
    for (let i = 0; i < 3; i++) await ask(randomToken());
    const mine = randomToken();
    await Promise.all([ask(randomToken()), ask(mine), ask(randomToken())]);
    const mails = await database.db.select().from(codeMails).where(eq(codeMails.incidentId, incident.id)).orderBy(codeMails.sendAt);
    expect(mails).toHaveLength(4);
    expect(mails[3]!.sendAt.getTime() - mails[0]!.sendAt.getTime()).toBe(3_600_000);
    const waiting = await database.db.select({ expiresAt: lookupCodes.expiresAt }).from(lookupCodes).where(eq(lookupCodes.codeMailId, mails[3]!.id));
    // Ten minutes from when the mail goes out, so that waiting costs nobody their code.
    expect(waiting.map(({ expiresAt }) => expiresAt.getTime() - mails[3]!.sendAt.getTime())).toEqual([600_000, 600_000, 600_000]);
    const prove = async (code: string, browser: string) => proveContact(visitor(database.parts), incident.id, { code }, browser);
    const code = await newestCode(database.parts, incident.id);
    // While it waits nobody can have read it, and nobody gets in by guessing it.
    await expect(prove(code, mine)).rejects.toMatchObject({ fields: { code: ["code-refused"] } });
    await goOut(mails[3]!.id);
    expect(await prove(code, mine)).toHaveProperty("token");
  });

  it("lets browsers that share a mail guess a hundred times together, however many they are", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const browsers = Array.from({ length: 25 }, () => randomToken());
    for (const browser of browsers) await requestCode(visitor(database.parts), incident, { contact: "shared@example.com" }, { browser, network: null });
    const mails = await database.db.select().from(codeMails).where(eq(codeMails.incidentId, incident.id)).orderBy(codeMails.sendAt);
    expect(mails).toHaveLength(4);
    await goOut(mails[3]!.id);
    const code = await newestCode(database.parts, incident.id);
    const wrong = code === "00000000" ? "00000001" : "00000000";
    const sharing = browsers.slice(3);
    const left = async () => (await database.db.select().from(codeMails).where(eq(codeMails.id, mails[3]!.id)))[0]?.triesLeft;
    const guess = (browser: string, typed = wrong) => expect(proveContact(visitor(database.parts), incident.id, { code: typed }, browser)).rejects.toMatchObject({ fields: { code: ["code-refused"] } });
    await Promise.all(sharing.slice(0, 20).flatMap((browser) => Array.from({ length: 5 }, () => guess(browser))));
    expect(await left()).toBe(0);
    await guess(sharing[20]!, code);
    // A mail that nobody shares is its own browser's alone.
    const { browser, code: own } = await askForCode(database.parts, incident, "alone@example.com");
    expect(await proveContact(visitor(database.parts), incident.id, { code: own }, browser)).toHaveProperty("token");
  });

  it("stops a browser that asks for ever, without touching the addresses' budgets", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const browser = randomToken();
    for (let i = 0; i < 20; i++) await requestCode(visitor(database.parts), incident, { contact: `p${i}@example.com` }, { browser, network: null });
    await expect(requestCode(visitor(database.parts), incident, { contact: "p@example.com" }, { browser, network: null })).rejects.toMatchObject({ kind: "too-many" });
    await requestCode(visitor(database.parts), incident, { contact: "p0@example.com" }, { browser: randomToken(), network: null });
  });
});

const goOut = (id: string) => database.db.update(codeMails).set({ sendAt: sql`clock_timestamp()` }).where(eq(codeMails.id, id));

describe("proving a contact", () => {
  it("takes the code once, from the browser that asked, spaces and all", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const { browser, code } = await askForCode(database.parts, incident, "minji@example.com");
    const typed = ` ${code.slice(0, 4)} ${code.slice(4)} `;
    await expect(proveContact(visitor(database.parts), incident.id, { code: typed }, randomToken())).rejects.toMatchObject({ fields: { code: ["code-refused"] } });
    const { token } = await proveContact(visitor(database.parts), incident.id, { code: typed }, browser);
    expect(await findSubjectSession(database.db, incident.id, token)).toMatchObject({ kind: "subject", incidentId: incident.id });
    await expect(proveContact(visitor(database.parts), incident.id, { code: typed }, browser)).rejects.toMatchObject({ fields: { code: ["code-refused"] } });
    expect(await database.db.select({ id: subjectSessions.id }).from(subjectSessions).where(eq(subjectSessions.id, Buffer.from(token)))).toEqual([]);
  });

  it("counts five tries", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const { browser, code } = await askForCode(database.parts, incident, "minji@example.com");
    const wrong = code === "00000000" ? "00000001" : "00000000";
    for (let i = 0; i < 5; i++) await expect(proveContact(visitor(database.parts), incident.id, { code: wrong }, browser)).rejects.toMatchObject({ kind: "invalid" });
    await expect(proveContact(visitor(database.parts), incident.id, { code }, browser)).rejects.toMatchObject({ fields: { code: ["code-refused"] } });
  });

  it("refuses a code out of time, and counts what was proven", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const { browser, code } = await askForCode(database.parts, incident, "minji@example.com");
    await database.db.update(lookupCodes).set({ expiresAt: sql`clock_timestamp() - interval '1 second'` }).where(eq(lookupCodes.incidentId, incident.id));
    await expect(proveContact(visitor(database.parts), incident.id, { code }, browser)).rejects.toMatchObject({ fields: { code: ["code-refused"] } });
    const [hours] = await database.db.select({ requested: sql<number>`sum(requested)::int`, proven: sql<number>`sum(proven)::int` }).from(lookupHours).where(eq(lookupHours.incidentId, incident.id));
    expect(hours).toEqual({ requested: 1, proven: 0 });
  });

  it("opens one incident, until it is closed", async () => {
    const [incident, other] = [await aPublishedIncident(database.parts, CSV), await aPublishedIncident(database.parts, CSV)];
    const ctx = await aSubject(database.parts, incident, "minji@example.com");
    expect(await getProvenContact(ctx)).toEqual({ kind: "email", value: "minji@example.com" });
    await expect(getLookupResult(ctx, other)).rejects.toMatchObject({ kind: "signed-out" });
    await endProof(ctx);
    await expect(getProvenContact(ctx)).rejects.toMatchObject({ kind: "signed-out" });
  });
});

describe("the result", () => {
  it("has every record of the contact, with the answers, hints and counts that belong to it", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const result = await getLookupResult(await aSubject(database.parts, incident, " MINJI@Example.com "), incident);
    expect(result).toMatchObject({ version: 1, asOf: new Date("2025-12-03T09:00:00Z") });
    expect(result?.records.map(({ kind, recipients }) => ({ kind, recipients }))).toEqual([{ kind: "account-holder", recipients: 1 }, { kind: "account-holder", recipients: 0 }]);
    const told = (index: number) => Object.fromEntries(result!.records[index]!.answers.filter(({ answer }) => answer !== "none").map(({ slug, answer, hint, count }) => [slug, [answer, hint, count]]));
    expect(told(0)).toEqual({ "access-codes": ["confirmed", null, 2], names: ["confirmed", "김••", null], purchases: ["possible", null, null] });
    expect(told(1)).toEqual({ "email-addresses": ["confirmed", null, null] });
    expect(result!.records[1]!.answers.find(({ slug }) => slug === "purchases")).toMatchObject({ answer: "none", cleared: true });
    expect(result!.records[0]!.answers.find(({ slug }) => slug === "passwords")).toMatchObject({ answer: "none" });
  });

  it("shows a third party their own classes and nobody who named them", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const result = await getLookupResult(await aSubject(database.parts, incident, "friend@example.com"), incident);
    expect(result?.records).toHaveLength(1);
    expect(result?.records[0]).toMatchObject({ kind: "third-party", recipients: 0 });
    expect(JSON.stringify(result)).not.toContain("minji");
  });

  it("says no record for every class to somebody who is not in the data", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const result = await getLookupResult(await aSubject(database.parts, incident, "nobody@example.com"), incident);
    expect(result?.records).toEqual([]);
    expect(new Set(result?.summary.map(({ answer }) => answer))).toEqual(new Set(["none"]));
    expect(result?.summary.length).toBe(new Set([...incident.content.leaked.map(({ slug }) => slug), ...incident.content.notLeaked]).size);
  });
});

describe("limits", () => {
  it("never let more than three mails into an hour or ten into a day", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 5_000 }), { maxLength: 60 }), (gaps) => {
        const sent: Date[] = [];
        let now = Date.parse("2026-01-01T00:00:00Z");
        for (const gap of gaps) {
          now += gap * 1_000;
          sent.push(nextSlot(sent.filter((at) => at.getTime() > now - 86_400_000), new Date(now)));
        }
        const times = sent.map((at) => at.getTime()).sort((a, b) => a - b);
        return times.every((at, i) => (i < 3 || at - times[i - 3]! >= 3_600_000) && (i < 10 || at - times[i - 10]! >= 86_400_000));
      }),
    );
  });

  it("slow a busy network and refuse nobody for it", () => {
    expect([1, 60, 61, 80, 10_000].map(networkPause)).toEqual([0, 0, 50, 1_000, 3_000]);
  });

  it.each([["12345678", "12345678"], [" 1234 5678\n", "12345678"], ["1234-5678", "12345678"], ["１２３４５６７８", "12345678"], ["1234567", null], ["123456789", null], ["abcdefgh", null]])("read %j as %j", (typed, code) => {
    expect(readCode(typed)).toBe(code);
  });
});
