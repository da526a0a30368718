import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { loadMessages } from "@/content/messages";
import { locales } from "@/db/values/locales";
import { lookPurposes, type LookPurpose } from "@/db/values/look-purposes";
import { aFiledClaim, aProgramme } from "@/test/claims";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, aSubject, visitor } from "@/test/lookups";
import { getClaim } from "../claims/queries/get-claim";
import { revealClaim } from "../claims/reveal-claim";
import { listOwnLooks } from "./list-own-looks";
import { groupLooks } from "./rules";

const database = useDatabase();
const CSV = "ref,email,time_zone,confirmed,possible\na,minji@example.com,Europe/Berlin,names;access-codes,\nb,other@example.com,Asia/Seoul,names;access-codes,\nc,family@example.com,Asia/Seoul,names,\nd,family@example.com,Asia/Seoul,names,";
const REASON = "asked by Kim Minji's neighbour on 010-1234-5678";

/** Looks as the acts write them, many at once; `subjects` of each. */
async function manyLooks(incidentId: string, count: number, subjects: bigint[]) {
  const id = staffContext(database.parts, ["support"]).actor.staffId;
  await database.db.execute(sql`
    with made as (
      insert into audit_events (actor_kind, actor_id, action, object_kind, object_id, incident_id, details, request_id)
      select 'staff', ${id}, 'claim.read', 'claim', n::text, ${incidentId}, '{"role": "lead"}', 'test' from generate_series(1, ${count}::int) n returning id)
    insert into audit_subjects (incident_id, subject_id, event_id) select ${incidentId}, s, id from made, unnest(${sql.param(subjects.map(String))}::bigint[]) s`);
}
const numbers = async (incidentId: string) => (await database.db.$client.query<{ id: string }>("select subject_id as id from subjects where incident_id = $1 order by subject_id", [incidentId])).rows.map(({ id }) => BigInt(id));

describe("who looked at one's record", () => {
  it("is told to its person by role, time, act and purpose, without who it was and without their reason, and to nobody else", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const programme = await aProgramme(database.parts, incident);
    const [minji, other] = [await aSubject(database.parts, incident, "minji@example.com"), await aSubject(database.parts, incident, "other@example.com")];
    const claim = await aFiledClaim(minji, programme);
    expect(await listOwnLooks(minji, {})).toMatchObject({ records: 1, looks: [], next: null });
    const lead = staffContext(database.parts, ["finance", "lead"]);
    await getClaim(lead, claim.id);
    for (const purpose of [undefined, "", "whatever"]) await expect(revealClaim(lead, { claimId: claim.id, purpose, reason: REASON })).rejects.toMatchObject({ fields: { purpose: ["purpose-missing"] } });
    for (const purpose of ["identity", "payment"]) await revealClaim(lead, { claimId: claim.id, purpose, reason: REASON });
    const found = await listOwnLooks(minji, {});
    expect(found).toMatchObject({ records: 1, timeZone: "Europe/Berlin", looks: [{ action: "claim.reveal", role: "lead", purpose: "payment" }, { action: "claim.reveal", role: "lead", purpose: "identity" }, { action: "claim.read", role: "lead", purpose: null }], next: null });
    const told = JSON.stringify(found);
    for (const secret of [lead.actor.staffId, REASON, "010-1234", claim.id]) expect(told).not.toContain(secret);
    expect((await listOwnLooks(other, {}))?.looks).toEqual([]);
    const elsewhere = await aPublishedIncident(database.parts, CSV);
    expect((await listOwnLooks(await aSubject(database.parts, elsewhere, "minji@example.com"), {}))?.looks).toEqual([]);
    await expect(listOwnLooks(visitor(database.parts), {})).rejects.toMatchObject({ kind: "signed-out" });
    await expect(listOwnLooks(lead, {})).rejects.toMatchObject({ kind: "signed-out" });
    expect(await listOwnLooks(await aSubject(database.parts, incident, "nobody@example.com"), {})).toEqual({ records: 0, timeZone: null, looks: [], next: null });
  });

  it("goes on page by page, each look once, also where one look was at several of one's records", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const [, , first = 0n, second = 0n] = await numbers(incident.id);
    await manyLooks(incident.id, 60, [first, second]);
    await manyLooks(incident.id, 60, [second]);
    const family = await aSubject(database.parts, incident, "family@example.com");
    const seen: string[] = [];
    let before: string | undefined;
    do {
      const page = await listOwnLooks(family, { before });
      seen.push(...(page?.looks ?? []).map(({ id }) => id));
      before = page?.next ?? undefined;
    } while (before);
    expect([seen.length, new Set(seen).size]).toEqual([120, 120]);
    expect(seen).toEqual([...seen].sort().reverse());
    expect((await listOwnLooks(family, { before: "no id" }))?.looks[0]?.id).toBe(seen[0]);
  });

  it("is found by the number of the record, however many looks there were at others", async () => {
    const incident = await aPublishedIncident(database.parts, CSV);
    const [mine = 0n, other = 0n] = await numbers(incident.id);
    await manyLooks(incident.id, 20_000, [other]);
    await manyLooks(incident.id, 3, [mine]);
    await database.db.execute(sql`analyze audit_subjects, audit_events`);
    // As web asks, under row-level security.
    const plan = await database.parts.db.transaction(async (tx) => {
      await tx.execute(sql`select set_config('amends.incident', ${incident.id}, true)`);
      return (await tx.execute<{ "QUERY PLAN": string }>(sql`explain (analyze, buffers, costs off) select e.id from audit_subjects s join audit_events e on e.id = s.event_id where s.incident_id = ${incident.id} and s.subject_id = ${mine} and e.actor_kind = 'staff' order by s.event_id desc limit 51`)).rows.map((row) => row["QUERY PLAN"]).join("\n");
    });
    expect(plan).toMatch(/Index (Only )?Scan Backward using audit_subjects_pkey/);
    expect(plan).not.toContain("Seq Scan");
  });
});

it("looks are put together by the day of their person, role, act and purpose", () => {
  const look = (at: string, action: string, purpose: LookPurpose | null = null) => ({ id: at, at: new Date(at), role: "support" as const, action, purpose });
  const looks = [look("2026-12-03T23:30:00Z", "claim.read"), look("2026-12-03T15:10:00Z", "claim.read"), look("2026-12-03T15:07:00Z", "claim.reveal", "payment"), look("2026-12-03T15:06:00Z", "claim.reveal", "contact"), look("2026-12-03T15:05:00Z", "claim.reveal"), look("2026-12-03T15:04:00Z", "claim.reveal", "payment"), look("2026-12-03T15:00:00Z", "claim.read"), look("2026-12-03T14:59:00Z", "claim.read")];
  expect(groupLooks(looks, "Asia/Seoul").map(({ groups }) => groups.map(({ action, purpose, first, last, times }) => [action, purpose, first.toISOString().slice(11, 16), last.toISOString().slice(11, 16), times]))).toEqual([
    [["claim.read", null, "15:00", "23:30", 3], ["claim.reveal", "payment", "15:04", "15:07", 2], ["claim.reveal", "contact", "15:06", "15:06", 1], ["claim.reveal", null, "15:05", "15:05", 1]],
    [["claim.read", null, "14:59", "14:59", 1]],
  ]);
});

it("every act that looks at a record can be told to its person", () => {
  const files = readdirSync("domain", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"));
  const actions = files.flatMap((file) => [...readFileSync(path.join("domain", file), "utf8").matchAll(/recordLook\(tx, ctx, \{\s*action: "([^"]+)"/g)].map(([, action]) => action ?? ""));
  expect(actions.length).toBeGreaterThan(10);
  for (const locale of locales) {
    const { what } = (loadMessages(locale) as unknown as { "own-looks": { what: Record<string, Record<string, string>> } })["own-looks"];
    for (const action of actions) {
      const [noun = "", verb = ""] = action.split(".");
      expect(what[noun]?.[verb], `${action} in content/messages/${locale}/own-looks.json`).toMatch(/\.$/);
    }
  }
});

it("every purpose that staff choose from is worded for them and for its person, and so is what was seen for it", () => {
  for (const locale of locales) {
    const { "own-looks": { why, seen }, reveals: { "purpose-is": chosen } } = loadMessages(locale) as unknown as { "own-looks": { why: Record<string, string>; seen: Record<string, Record<string, string>> }; reveals: { "purpose-is": Record<string, string> } };
    for (const words of [why, chosen]) expect(Object.keys(words).sort()).toEqual([...new Set(Object.values(lookPurposes).flat())].sort());
    expect(Object.entries(seen).flatMap(([noun, verbs]) => Object.keys(verbs).map((verb) => `${noun}.${verb}`)).sort()).toEqual(Object.keys(lookPurposes).sort());
  }
});
