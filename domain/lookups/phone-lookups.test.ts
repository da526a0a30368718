import { eq, sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { codeMails, lookupCodes } from "@/db/schema/lookups";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, askForCode, aSubject, newestCode, openQueued, visitor } from "@/test/lookups";
import { randomToken } from "@/lib/crypto";
import { countParts, findLinks } from "@/lib/sms-text";
import { getLookupResult } from "./get-lookup-result";
import { proveContact } from "./prove-contact";
import { findAskedAddress, findAskedContact, getProvenContact } from "./proven-contact";
import { requestCode } from "./request-code";
import { maskContact, readContact } from "./rules";

const database = useDatabase();
const CSV = ["ref,kind,named_by,email,phone,confirmed", "a,account-holder,,minji@example.com,010-2345-6789,names;phone-numbers", "b,third-party,a,,010-3456-7890,names;physical-addresses"].join("\n");
const ask = (incident: Awaited<ReturnType<typeof aPublishedIncident>>, contact: string, browser = randomToken(), locale: "ko" | "en" = "ko") => requestCode(visitor(database.parts, locale), incident, { contact }, { browser, network: null }, { phones: true });

const queued = (incidentId: string) => openQueued(database.parts, incidentId);

describe("asking for a code by phone", () => {
  it("does the same for a number in the data and for any other, and reads nothing of the data", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const reads = async () => {
      await database.db.execute(sql`select pg_stat_force_next_flush()`);
      const { rows } = await database.db.execute<{ scans: number }>(sql`select (coalesce(sum(seq_scan), 0) + coalesce(sum(idx_scan), 0))::int as scans from pg_stat_user_tables where relname like 'subjects%' or relname like 'contact_points%'`);
      return rows[0]?.scans;
    };
    const before = await reads();
    for (const contact of ["010-3456-7890", "010-9999-8888"]) await ask(incident, contact);
    expect(await reads()).toBe(before);
    const texts = await queued(incident.id);
    expect(texts.map(({ purpose, channel, content }) => [purpose, channel, content.to])).toEqual([
      ["lookup-code", "sms", "+821034567890"],
      ["lookup-code", "sms", "+821099998888"],
    ]);
    // The same bytes, but for the code and the number.
    expect(texts[0]?.sealed?.length).toBe(texts[1]?.sealed?.length);
    expect(texts[0]?.content.text.replace(/\d{4} \d{4}/, "")).toBe(texts[1]?.content.text.replace(/\d{4} \d{4}/, ""));
  });

  it.each(["ko", "en"] as const)("writes a short text without a link that says not to pass the code on (%s)", async (locale) => {
    const incident = await aPublishedIncident(database.parts, CSV);
    await ask(incident, "010-3456-7890", randomToken(), locale);
    const [text] = await queued(incident.id);
    const { text: words, subject } = text!.content;
    expect(countParts(words).parts).toBeLessThanOrEqual(locale === "ko" ? 2 : 1);
    expect(findLinks(words)).toEqual([]);
    expect(words).toContain(`${(await newestCode(database.parts, incident.id)).slice(0, 4)} `);
    expect(words).toMatch(/알려 주지 마십시오|Do not pass it on/);
    expect(subject).toBeUndefined();
  });

  it("sends three texts an hour to one number, however it is written; more requests share the next", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    for (const written of ["010-5555-6666", "01055556666", "+82 10 5555 6666", "０１０ 5555 6666", "010-5555-6666"]) await ask(incident, written);
    const mails = await database.db.select().from(codeMails).where(eq(codeMails.incidentId, incident.id)).orderBy(codeMails.sendAt);
    expect(mails).toHaveLength(4);
    expect(mails[3]!.sendAt.getTime() - mails[0]!.sendAt.getTime()).toBe(3_600_000);
    expect(await database.db.$count(lookupCodes, eq(lookupCodes.codeMailId, mails[3]!.id))).toBe(2);
  });

  it("stops a browser that asks for ever", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const browser = randomToken();
    for (let i = 10; i < 30; i++) await ask(incident, `010-4444-55${i}`, browser);
    await expect(ask(incident, "010-4444-5566", browser)).rejects.toMatchObject({ kind: "too-many" });
  });

  it("knows nothing of phones where no gateway is set", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    await expect(requestCode(visitor(database.parts), incident, { contact: "010-3456-7890" }, { browser: randomToken(), network: null })).rejects.toMatchObject({ fields: { contact: ["email-no-domain"] } });
  });

  it.each([
    ["", "contact-empty"],
    ["minji", "contact-malformed"],
    ["minji@", "email-no-domain"],
    ["010-12", "phone-malformed"],
    ["010-0000-0000-0000-0000", "phone-malformed"],
  ])("says what is wrong with %j", (typed, defect) => {
    expect(readContact(typed, true)).toEqual({ ok: false, defect });
  });
});

describe("a proven phone", () => {
  it("takes the code once, from the browser that asked, and shows what leaked", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const { browser, code } = await askForCode(database.parts, incident, "010 3456 7890");
    expect(await findAskedContact(visitor(database.parts), incident.id, browser)).toEqual({ kind: "phone", masked: "010-••••-••90" });
    expect(await findAskedAddress(visitor(database.parts), incident.id, browser)).toBe("+821034567890");
    await expect(proveContact(visitor(database.parts), incident.id, { code }, randomToken())).rejects.toMatchObject({ fields: { code: ["code-refused"] } });
    await proveContact(visitor(database.parts), incident.id, { code }, browser);
    await expect(proveContact(visitor(database.parts), incident.id, { code }, browser)).rejects.toMatchObject({ fields: { code: ["code-refused"] } });
    const ctx = await aSubject(database.parts, incident, "+82 10-3456-7890");
    expect(await getProvenContact(ctx)).toEqual({ kind: "phone", value: "+821034567890" });
    const result = await getLookupResult(ctx, incident);
    expect(result?.records.map(({ kind }) => kind)).toEqual(["third-party"]);
    expect(JSON.stringify(result)).not.toContain("minji");
  });

  it("that is not in the data has no record", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    expect((await getLookupResult(await aSubject(database.parts, incident, "010-9999-7777"), incident))?.records).toEqual([]);
  });
});

it("shows of a number where it begins and its last two digits", () => {
  expect([maskContact({ kind: "phone", value: "+821034567890" }), maskContact({ kind: "phone", value: "+14155550134" }), maskContact({ kind: "email", value: "minji@example.com" })]).toEqual(["010-••••-••90", "+14-••••-••34", "m•••@example.com"]);
});
