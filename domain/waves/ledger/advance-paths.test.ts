import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aFrozenWave, anIncidentWithPeople, aWaveRelay, expectInvariants, sendAllDue } from "@/test/waves";
import { advancePaths } from "./advance-paths";
import { sendRange } from "./send-range";

const database = useDatabase();
const system = () => systemContext(database.parts);

/** Where each person stands, by line of the file below its header, from 1. */
async function stands(waveId: string): Promise<string[]> {
  const { rows } = await database.db.execute<{ stands: string }>(sql`
    select channel || ' ' || path_state || coalesce(' ' || (covered_by - 1), '') as stands from wave_recipients where wave_id = ${waveId} order by subject_id`);
  return rows.map((row) => row.stands);
}

const PEOPLE = [
  "ref,email,phone,locale,confirmed",
  "a,a@example.com,010-2222-1111,ko,names",
  // Their mail will be refused; they have a phone.
  "b,refused-b@example.com,010-2222-2222,ko,names",
  // No mail address, and no phone either.
  "c,,,ko,names",
  // Only a phone, and it is that of b.
  "d,,010-2222-2222,ko,names",
  // Shares the refused address with b, and has a phone of their own.
  "e,refused-b@example.com,010-2222-5555,ko,names",
  // Shares it too, and has nothing else.
  "f,refused-b@example.com,,ko,names",
].join("\n");

it("puts each person at the first channel that has a contact of theirs, and moves on whom it does not reach", async () => {
  const { sink, sending } = await aWaveRelay(database);
  const { versionId } = await anIncidentWithPeople(database.parts, PEOPLE);
  const wave = await aFrozenWave(database.parts, versionId, {}, { channels: ["email", "sms"] });
  expect(await stands(wave.id)).toEqual(["email open", "email open", "sms unreachable", "sms open", "email covered-by 2", "email covered-by 2"]);
  await expectInvariants(database.parts, wave.id);
  sink.answer((to) => (to.startsWith("refused") ? 550 : null));
  while ((await sendRange(system(), sending, wave.id)).kind === "worked");
  // b's phone has a message of this wave already, d's: b is covered by it. e has a phone of their own, f has nothing more.
  expect(await stands(wave.id)).toEqual(["email reached", "sms covered-by 4", "sms unreachable", "sms open", "sms open", "sms unreachable"]);
  expect((await expectInvariants(database.parts, wave.id)).deliveries).toEqual({ accepted: 1, rejected: 1, pending: 2 });
  expect(await advancePaths(system(), wave.id)).toBe(0);
  const { rows } = await database.db.execute<{ covers: string[] }>(sql`select covers from deliveries where wave_id = ${wave.id} and channel = 'sms' and covers is not null`);
  expect(rows).toEqual([{ covers: ["3"] }]);
});

it("gives the message of somebody who was erased to the next who shares their address", async () => {
  const { sink, sending } = await aWaveRelay(database);
  const csv = "ref,email,locale,confirmed\na,shared@example.com,en,names\nb,shared@example.com,en,purchases\nc,shared@example.com,en,access-codes";
  const { versionId, incidentId } = await anIncidentWithPeople(database.parts, csv);
  const wave = await aFrozenWave(database.parts, versionId);
  await database.db.execute(sql`update subjects set sealed = null where incident_id = ${incidentId} and subject_id = 2`);
  await sendAllDue(database.parts, sending, wave.id);
  expect(await stands(wave.id)).toEqual(["email cancelled", "email reached", "email covered-by 2"]);
  expect((await expectInvariants(database.parts, wave.id)).deliveries).toEqual({ accepted: 1, cancelled: 1 });
  expect(sink.messages.map((message) => message.to)).toEqual([["shared@example.com"]]);
});

it("says of those whom a refused message spoke for that nothing reached them, also without another channel", async () => {
  const { sink, sending } = await aWaveRelay(database);
  const { versionId } = await anIncidentWithPeople(database.parts, "ref,email,locale,confirmed\na,refused@example.com,en,names\nb,refused@example.com,en,purchases\nc,c@example.com,en,names");
  const wave = await aFrozenWave(database.parts, versionId);
  sink.answer((to) => (to.startsWith("refused") ? 550 : null));
  await sendAllDue(database.parts, sending, wave.id);
  expect(await stands(wave.id)).toEqual(["email unreachable", "email unreachable", "email reached"]);
  await expectInvariants(database.parts, wave.id);
  const { rows } = await database.db.execute(sql`select state from waves where id = ${wave.id}`);
  expect(rows).toEqual([{ state: "finished" }]);
});

it("finds who shares a contact across parts of an audience that were taken one after another", async () => {
  const lines = Array.from({ length: 10_400 }, (_, i) => `p${i},${i % 5_200 === 7 ? "shared" : `person${i}`}@example.com,ko,names`);
  const { versionId } = await anIncidentWithPeople(database.parts, ["ref,email,locale,confirmed", ...lines].join("\n"));
  const wave = await aFrozenWave(database.parts, versionId);
  await expectInvariants(database.parts, wave.id);
  const { rows } = await database.db.execute<{ subject_id: string; covered_by: string; covers: string[] }>(sql`
    select r.subject_id, r.covered_by, d.covers from wave_recipients r join deliveries d on d.wave_id = r.wave_id and d.subject_id = r.covered_by where r.wave_id = ${wave.id} and r.covered_by is not null`);
  expect(rows).toEqual([{ subject_id: "5209", covered_by: "9", covers: ["5209"] }]);
}, 60_000);

it("holds the ranges of a time zone in its quiet hours, and foresees their end", async () => {
  const { sink, sending } = await aWaveRelay(database);
  const csv = "ref,email,locale,time_zone,confirmed\na,a@example.com,ko,Asia/Seoul,names\nb,b@example.com,en,America/New_York,names\nc,c@example.com,ko,Asia/Seoul,names";
  const { versionId } = await anIncidentWithPeople(database.parts, csv);
  const { rows } = await database.db.execute<{ from: string; to: string }>(sql`
    select to_char(clock_timestamp() at time zone 'Asia/Seoul' - interval '1 hour', 'HH24:MI') as from, to_char(clock_timestamp() at time zone 'Asia/Seoul' + interval '2 hours', 'HH24:MI') as to`);
  const wave = await aFrozenWave(database.parts, versionId, {}, { pace: { quiet: rows[0] } });
  let sent = await sendRange(system(), sending, wave.id);
  while (sent.kind === "worked") sent = await sendRange(system(), sending, wave.id);
  expect(sink.messages.map((message) => message.to[0])).toEqual(["b@example.com"]);
  const wait = (sent.kind === "idle" ? (sent.nextDueAt?.getTime() ?? 0) : 0) - Date.now();
  expect(wait).toBeGreaterThan(115 * 60_000);
  expect(wait).toBeLessThanOrEqual(120 * 60_000);
});

it.each([
  ["in the evening", "2026-01-10T20:30:00Z", true, "2026-01-11T07:00:00Z"],
  ["after midnight", "2026-01-10T02:00:00Z", true, "2026-01-10T07:00:00Z"],
  ["by day", "2026-01-10T12:00:00Z", false, "2026-01-11T07:00:00Z"],
  // The clocks go forward at 02:00 of 29 March and back at 03:00 of 25 October: the end is told by the clock on the wall.
  ["before the clocks go forward", "2026-03-28T23:30:00Z", true, "2026-03-29T06:00:00Z"],
  ["after the clocks went back", "2026-10-25T02:30:00Z", true, "2026-10-25T07:00:00Z"],
])("knows quiet hours over midnight: %s", async (_, at, quiet, ends) => {
  const hours = JSON.stringify({ from: "21:00", to: "08:00" });
  const { rows } = await database.db.execute<{ quiet: boolean; ends: string }>(sql`
    select in_quiet_hours('Europe/Berlin', ${hours}::jsonb, ${at}::timestamptz) as quiet, quiet_hours_end('Europe/Berlin', ${hours}::jsonb, ${at}::timestamptz)::text as ends`);
  expect(rows[0]?.quiet).toBe(quiet);
  expect(new Date(rows[0]!.ends)).toEqual(new Date(ends));
});
