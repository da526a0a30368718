import { and, eq } from "drizzle-orm";
import { expect, it, vi } from "vitest";
import { EVERY_INCIDENT, openDatabase } from "@/db/client";
import { claims } from "@/db/schema/claims";
import { subjectSessions } from "@/db/schema/lookups";
import { waves } from "@/db/schema/waves";
import type { WaveState } from "@/db/values/wave-states";
import { findOwnDraft } from "@/domain/claims/own-claim";
import { startPaperClaim } from "@/domain/claims/paper/start-paper-claim";
import { startClaim } from "@/domain/claims/start-claim";
import { withdrawClaim } from "@/domain/claims/withdraw-claim";
import { openEnquiry } from "@/domain/enquiries/open-enquiry";
import { listRecordsOfContact } from "@/domain/exposure/subject-records";
import { tickStep } from "@/domain/guidance/tick-step";
import { getLookupResult } from "@/domain/lookups/get-lookup-result";
import { proveContact } from "@/domain/lookups/prove-contact";
import { dayIn } from "@/domain/rules/deadline";
import { cancelWave } from "@/domain/waves/cancel-wave";
import { freezeAudience } from "@/domain/waves/ledger/freeze-audience";
import { pauseWave } from "@/domain/waves/pause-wave";
import { resumeWave } from "@/domain/waves/resume-wave";
import { aDraftClaim, aProgramme } from "@/test/claims";
import { staffContext, systemContext } from "@/test/contexts";
import { testKeyEncryptionKey, useDatabase } from "@/test/database";
import { importText } from "@/test/imports";
import { askForCode, aSubject, visitor } from "@/test/lookups";
import { productUrl } from "@/test/postgres";
import { anIncidentOfMany, expectKeyGone, lookAllTheWhile } from "@/test/rotating-index";
import { aStaffMember } from "@/test/staff";
import { anApprovedWave, anIncidentWithPeople, people } from "@/test/waves";
import { openKeyRing } from "../key-ring";
import { listKeys } from "../register/queries";
import { contactIndex } from "../sealed";
import { rotateIndex } from "./rotate-index";

const database = useDatabase();
const PEOPLE = 20_000;
/** What the processes of this test go by, and what the rotation waits for. */
const FRESH = { indexFreshMs: 100 };
const SETTLE = { settleMs: 400, people: 2_000 };

it("rotates the index key of an incident twice without a lookup that fails, after a run that died in the middle, and the old keys are gone", { timeout: 180_000 }, async () => {
  const parts = { ...database.parts, keys: openKeyRing(database.db, testKeyEncryptionKey, FRESH) };
  const system = systemContext(parts);
  const incident = await anIncidentOfMany(parts, PEOPLE);
  const { id: incidentId } = incident;
  const programme = await aProgramme(parts, incident);
  const person = await aSubject(parts, incident, "p7@example.com");
  await startClaim(person, { programme: programme.slug });
  const old = await parts.keys.current("blind-index", incidentId);
  const looking = lookAllTheWhile(database.url, testKeyEncryptionKey, { incidentId, people: PEOPLE, processes: 3, ...FRESH });
  let pieces = 0;
  await expect(
    rotateIndex(system, incidentId, {
      ...SETTLE,
      show: () => {
        pieces += 1;
        if (pieces === 4) throw new Error("killed");
      },
    }),
  ).rejects.toThrow("killed");
  await expect(importText(parts, incidentId, "ref,email,confirmed\nlate,late@example.com,names")).rejects.toMatchObject({ reason: "keys-rotating" });
  const first = await rotateIndex(system, incidentId, SETTLE);
  await expectKeyGone(parts, { incidentId, people: PEOPLE, old }, openKeyRing(database.db, testKeyEncryptionKey));
  // One whose proof was read just before the key changed is found all the same.
  expect((await getLookupResult({ ...person, keys: parts.keys }, incident))?.records).toHaveLength(1);
  const second = await parts.keys.current("blind-index", incidentId);
  const { from, to } = await rotateIndex(system, incidentId, SETTLE);
  const { lookups, failed } = await looking.stop();
  expect(failed.slice(0, 5)).toEqual([]);
  expect(lookups).toBeGreaterThan(100);
  await expectKeyGone(parts, { incidentId, people: PEOPLE, old: second }, openKeyRing(database.db, testKeyEncryptionKey));
  expect(from).toBe(first.to);
  const states = (await listKeys(system)).filter(({ kind }) => kind === "blind-index").map(({ id, state }) => [id, state]);
  expect(states).toEqual(expect.arrayContaining([[to, "active"], [from, "destroyed"], [first.from, "destroyed"]]));

  // The proof, the claim and whoever comes back later speak of the same person.
  const index = await contactIndex(parts.keys, incidentId, "email", "p7@example.com");
  const [session] = await parts.db.select().from(subjectSessions).where(eq(subjectSessions.incidentId, incidentId));
  expect(session?.contactIndex.equals(index)).toBe(true);
  const again = await aSubject(parts, incident, "p7@example.com");
  expect(again.actor.contactIndex.equals(index)).toBe(true);
  expect(await findOwnDraft(again, programme.id)).not.toBeNull();
  const [claim] = await parts.db.select().from(claims).where(eq(claims.incidentId, incidentId));
  expect(claim?.contactIndex.equals(index)).toBe(true);
  // A file that comes now finds everybody under the key of now.
  const text = ["ref,email,phone,confirmed", ...[1, 2, 3].map((n) => `r${n},p${n}@example.com,010-2000-000${n},names;access-codes`), "new,new@example.com,,names"].join("\n");
  expect(await importText(parts, incidentId, text)).toMatchObject({ accepted: 4, added: 1, changed: 0, removed: 0 });
});

it("lets acts that meet the moment in which the next key comes into use wait for it, and none of them stays under the old one", { timeout: 60_000 }, async () => {
  const db = openDatabase(productUrl(database.url), { max: 12, sees: EVERY_INCIDENT });
  // Long enough for what it knows of keys to be of before that moment.
  const keys = openKeyRing(database.db, testKeyEncryptionKey, { indexFreshMs: 2_000 });
  const parts = { ...database.parts, db, keys };
  const blocker = await database.db.$client.connect();
  try {
    const incident = await anIncidentOfMany(parts, 9);
    const { id: incidentId } = incident;
    const programme = await aProgramme(parts, incident, { onePer: "contact" });
    const addressOf = (n: number) => `p${n}@example.com`;
    // One after the other: the newest code is taken to be one's own.
    const person = (n: number) => aSubject(parts, incident, addressOf(n));
    const [withdraws, ticks, enquires, starts] = [await person(1), await person(2), await person(3), await person(4)];
    const begun = await aDraftClaim(withdraws, programme);
    const asked = await askForCode(parts, incident, addressOf(5));
    const agent = staffContext(parts, ["support"], (await aStaffMember(parts, ["support"])).id);
    const [onPaper] = (await listRecordsOfContact(parts, incidentId, "email", await contactIndex(keys, incidentId, "email", addressOf(7))))?.records ?? [];

    await blocker.query("begin");
    await blocker.query("select from claims where id = $1 for update", [begun]);
    const rotating = rotateIndex(systemContext({ ...database.parts, keys: openKeyRing(database.db, testKeyEncryptionKey, FRESH) }), incidentId, { settleMs: 2_500 });
    const waiting = async (like: string) => (await database.db.$client.query("select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like $1", [like])).rowCount;
    await vi.waitFor(async () => expect(await waiting("%set contact_index%")).toBe(1), 20_000);
    const acts = [
      withdrawClaim(withdraws, { claimId: begun }),
      tickStep(ticks, { step: "phone-numbers.links", done: "1" }),
      openEnquiry(enquires, incident, { text: "My name never was in your shop.", dataClass: "" }),
      startClaim(starts, { programme: programme.slug }),
      proveContact(visitor(parts), incidentId, { code: asked.code }, asked.browser),
      askForCode(parts, incident, addressOf(6)),
      startPaperClaim(agent, incidentId, { programme: programme.slug, subjectId: String(onPaper?.subjectId), postmarkedOn: dayIn(new Date(), incident.content.timeZone), termsVersion: "", signer: "김민지", locale: "ko", answer: "e0" }),
    ];
    await vi.waitFor(async () => expect(await waiting("%")).toBe(acts.length + 1), 10_000);
    await blocker.query("commit");
    await Promise.all(acts);
    await rotating;

    const now = openKeyRing(database.db, testKeyEncryptionKey);
    const of = (n: number) => contactIndex(now, incidentId, "email", addressOf(n));
    const kept = async (table: string, column = "contact_index") => new Set((await database.db.$client.query<{ value: Buffer }>(`select ${column} as value from ${table} where incident_id = $1`, [incidentId])).rows.map(({ value }) => value.toString("hex")));
    const expected = async (...people: number[]) => new Set((await Promise.all(people.map(of))).map((value) => value.toString("hex")));
    expect(await kept("guidance_ticks")).toEqual(await expected(2));
    expect(await kept("enquiries")).toEqual(await expected(3));
    expect(await kept("subject_sessions")).toEqual(await expected(1, 2, 3, 4, 5));
    expect(await kept("lookup_codes")).toEqual(await expected(1, 2, 3, 4, 5, 6));
    expect(await kept("claims", "claimant_key")).toEqual(await expected(1, 4, 7));
    expect(await database.db.$count(claims, and(eq(claims.incidentId, incidentId), eq(claims.contactIndex, await of(4))))).toBe(1);
    // Whoever has an entry on paper gets no second claim.
    await expect(startClaim(await aSubject({ ...parts, keys: now }, incident, addressOf(7)), { programme: programme.slug })).rejects.toMatchObject({ reason: "entered-from-paper" });
  } finally {
    blocker.release();
    await db.$client.end();
  }
});

it("does not begin while a file is being read, and not for anybody but a machine", async () => {
  const system = systemContext(database.parts);
  const incident = await anIncidentOfMany(database.parts, 3);
  await database.db.$client.query("update datasets set state = 'importing' where incident_id = $1", [incident.id]);
  await expect(rotateIndex(system, incident.id, SETTLE)).rejects.toMatchObject({ reason: "key-import-running" });
  await expect(rotateIndex(staffContext(database.parts, ["admin", "security"]), incident.id, SETTLE)).rejects.toMatchObject({ kind: "forbidden" });
});

it("does not begin while a wave is under way or paused with its audience taken", { timeout: 30_000 }, async () => {
  const parts = { ...database.parts, keys: openKeyRing(database.db, testKeyEncryptionKey, FRESH) };
  const [system, comms] = [systemContext(parts), staffContext(parts, ["comms"])];
  const { incidentId, versionId } = await anIncidentWithPeople(parts, people(3));
  const { id: waveId } = await anApprovedWave(parts, versionId);
  const expectRefusedWhile = async (state: WaveState) => {
    expect(await database.db.select({ state: waves.state }).from(waves).where(eq(waves.id, waveId))).toEqual([{ state }]);
    await expect(rotateIndex(system, incidentId, SETTLE)).rejects.toMatchObject({ reason: "key-wave-running" });
  };
  // One that nobody's address was looked up for yet finds its people under the next key.
  await pauseWave(comms, { waveId });
  const { to } = await rotateIndex(system, incidentId, SETTLE);
  await resumeWave(comms, { waveId });

  const blocker = await database.db.$client.connect();
  try {
    await blocker.query("begin");
    await blocker.query("lock table wave_ranges in exclusive mode");
    const freezing = freezeAudience(system, waveId);
    await vi.waitFor(() => expectRefusedWhile("freezing"), 10_000);
    await blocker.query("commit");
    await freezing;
  } finally {
    blocker.release();
  }
  await expectRefusedWhile("sending");
  await pauseWave(comms, { waveId });
  await expectRefusedWhile("paused");
  await cancelWave(comms, { waveId, reason: "the key goes first" });
  expect((await rotateIndex(system, incidentId, SETTLE)).from).toBe(to);
});
