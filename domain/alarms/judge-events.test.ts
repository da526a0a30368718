import { randomUUID } from "node:crypto";
import { sql, type SQL } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { loadAlarmLimits } from "@/content/alarms/limits";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aStaffMember } from "@/test/staff";
import { recordAudit } from "../audit/record-audit";
import { sequenceEvents } from "../audit/log/sequence-events";
import { closeAlarm } from "./close-alarm";
import { alarmFilter } from "./input";
import { noteRows } from "./note-rows";
import { listAlarms } from "./queries";
import { runDetection } from "./run-detection";

const database = useDatabase();
const worker = () => systemContext(database.parts, "alarms/detect");
const standing = () => listAlarms(staffContext(database.parts, ["security"]), alarmFilter.parse({})).then(({ alarms: found }) => found);
const look = async () => {
  await sequenceEvents(worker());
  await runDetection(worker(), { suspendReaders: false, places: { find: () => null }, checkpointPlaces: [] });
};
beforeEach(async () => {
  await look();
  await database.db.execute(sql`truncate alarms, alarm_occurrences, staff_reads, large_answers`);
});

interface Odd {
  at?: string;
  kind?: string;
  actor?: string | null;
  action: string;
  object?: string | null;
  incident?: string | null;
  details?: SQL;
}
const insert = ({ at = "now", kind = "staff", actor = randomUUID(), action, object = null, incident = null, details = sql`'{}'` }: Odd) =>
  database.db.execute(sql`insert into audit_events (at, actor_kind, actor_id, action, object_kind, object_id, incident_id, details, request_id) values (${at}::timestamptz, ${kind}, ${actor}, ${action}, 'thing', ${object}, ${incident}, ${details}, 'by hand')`);
const deep = (levels: number) => sql`('{"of":' || repeat('[', ${levels}::int) || repeat(']', ${levels}::int) || '}')::jsonb`;

const refused: [string, Odd][] = [
  ["a member of staff who is none", { actor: "x", action: "claim.read" }],
  ["a member of staff without an id", { actor: null, action: "claim.read" }],
  ["a moment that never comes", { at: "infinity", action: "claim.read" }],
  ["a moment that never was", { at: "-infinity", action: "staff.sign-in", object: randomUUID() }],
  ["a moment before anything", { at: "4000-01-01 BC", action: "claim.read" }],
  ["a moment after everything", { at: "294000-01-01", action: "claim.read" }],
  ["details that are none", { action: "staff.sign-in", details: sql`'null'` }],
  ["details that are a list", { action: "payments.export", details: sql`'[1]'` }],
];
/** What the database takes, because it says nothing of single acts. */
const taken: [string, Odd][] = [
  ["a sign-in of nobody", { kind: "visitor", action: "staff.sign-in", object: "x", details: sql`'{"network":"192.0.2.0/24"}'` }],
  ["an export of an incident that is none", { at: "2026-11-25T23:30:00+09:00", action: "payments.export", incident: randomUUID() }],
  ["a grant with a name as long as a page", { action: "reveals.grant", object: `${Array.from({ length: 73 }, () => randomUUID()).join("")}${"x".repeat(20)}` }],
  ["details that are as deep as a well", { action: "reveals.grant", object: randomUUID(), details: deep(5_000) }],
];
/** Rows that stood there before the database refused them. */
async function asBefore(act: () => Promise<unknown>): Promise<void> {
  const { rows } = await database.db.execute<{ name: string; definition: string }>(sql`select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = 'audit_events'::regclass and contype = 'c'`);
  for (const { name } of rows) await database.db.$client.query(`alter table audit_events drop constraint ${name}`);
  await act();
  for (const { name, definition } of rows) await database.db.$client.query(`alter table audit_events add constraint ${name} ${definition}`);
}

it.each(refused)("the database refuses an event with %s", async (_, odd) => {
  await expect(insert(odd)).rejects.toMatchObject({ cause: { code: "23514" } });
});

it.each([...refused, ...taken])("what is odd about an event stops no detector: %s", async (_, odd) => {
  const member = staffContext(database.parts, ["support"]);
  const count = loadAlarmLimits().reads.looks.perMinute + 1;
  const reveal = { action: "claim.reveal", object: { kind: "claim", id: randomUUID() } } as const;
  await recordAudit(database.db, member, Array.from({ length: count - 1 }, () => reveal));
  await asBefore(() => insert(odd));
  await recordAudit(database.db, member, reveal);
  await look();
  await look();
  expect((await standing()).filter(({ kind }) => kind === "reads")).toMatchObject([{ objectId: member.actor.staffId, severity: "critical", details: { looks: count } }]);
});

it("an event that cannot be judged is told once, by its number", async () => {
  await asBefore(async () => {
    for (const [, odd] of refused.slice(0, 1)) await insert(odd);
    await insert({ actor: "y", action: "claim.read" });
  });
  await look();
  await look();
  const { rows } = await database.db.execute<{ seq: number }>(sql`select l.seq::float8 as seq from audit_leaves l join audit_events e on e.id = l.event_id where e.actor_id = 'y'`);
  expect((await standing()).filter(({ kind }) => kind === "unjudged")).toMatchObject([{ severity: "critical", objectKind: "audit-log", hits: 2, details: { odd: 2, number: rows[0]?.seq } }]);
});

it("counts of events by hand neither stop nor hide what is read", async () => {
  const most = loadAlarmLimits()["sql-reads"].rows;
  const read = (rows: SQL) => insert({ kind: "operator", actor: "reader", action: "sql.read", details: sql`jsonb_build_object('rows', ${rows})` });
  await read(sql`${most + 1}::int`);
  for (const rows of [sql`'many'::text`, sql`1e400::numeric`, sql`-1000000`]) await read(rows);
  await insert({ action: "payments.export", details: sql`'{"reads": -1e400}'` });
  await noteRows(database.parts, { rows: loadAlarmLimits().rows.most + 1, answers: 1 });
  await look();
  expect((await standing()).map(({ kind }) => kind).filter((kind) => kind !== "off-hours-export").sort()).toEqual(["rows", "sql-reads"]);
});

it("a turn that keeps failing is an alarm after a minute, once for each day that it lasts, and the others go on", async () => {
  const failing = (places: { find: () => never }) => runDetection(worker(), { suspendReaders: false, places, checkpointPlaces: [] });
  const broken = { find: () => { throw new Error("the disk is gone"); } };
  const { id } = await aStaffMember(database.parts, ["support"]);
  await insert({ kind: "visitor", action: "staff.sign-in", object: id, details: sql`'{"network":"192.0.2.0/24"}'` });
  await sequenceEvents(worker());
  await expect(failing(broken)).rejects.toThrow("the disk is gone");
  const told = async () => (await standing()).filter(({ kind }) => kind === "unjudged");
  expect(await told()).toEqual([]);
  await database.db.execute(sql`update alarm_turns set at = clock_timestamp() - interval '61 seconds'`);
  for (let n = 0; n < 2; n++) await expect(failing(broken)).rejects.toThrow("the disk is gone");
  expect(await told()).toMatchObject([{ severity: "critical", objectKind: "detectors", hits: 1, details: { seconds: 61 } }]);
  const [alarm] = await told();
  await closeAlarm(staffContext(database.parts, ["security"], randomUUID()), { alarmId: alarm?.id ?? "", words: "The disk is being mended." });
  await expect(failing(broken)).rejects.toThrow("the disk is gone");
  expect(await told()).toEqual([]);
  const at = async () => (await database.db.execute<{ at: string }>(sql`select at::text as at from alarm_turns`)).rows[0]?.at ?? "";
  // As if all of this had been a day ago.
  const was = await at();
  await database.db.execute(sql`update alarm_turns set at = clock_timestamp() - interval '1 day 61 seconds'`);
  await database.db.execute(sql`update alarm_occurrences set occurrence = replace(occurrence, ${was}, ${await at()})`);
  for (let n = 0; n < 2; n++) await expect(failing(broken)).rejects.toThrow("the disk is gone");
  expect(await told()).toMatchObject([{ severity: "critical", hits: 1, details: { seconds: 86_461 } }]);
  await look();
  await database.db.execute(sql`truncate alarms`);
  await look();
  expect(await told()).toEqual([]);
});
