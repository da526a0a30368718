import { randomUUID } from "node:crypto";
import { sql, type SQL } from "drizzle-orm";
import { beforeEach, expect, it } from "vitest";
import { loadAlarmLimits } from "@/content/alarms/limits";
import { logFigures } from "@/domain/audit/log/log-figures";
import { sealLog } from "@/domain/audit/log/seal-log";
import { sequenceEvents } from "@/domain/audit/log/sequence-events";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { setInstallation } from "@/test/installation";
import { closeAlarm } from "../close-alarm";
import { alarmFilter } from "../input";
import { listAlarms } from "../queries";
import { runDetection } from "../run-detection";
import { raiseContradiction } from "./watch-audit-log";

const database = useDatabase();
const worker = () => systemContext(database.parts, "alarms/detect");
const standing = () => listAlarms(staffContext(database.parts, ["security"]), alarmFilter.parse({})).then(({ alarms: found }) => found);
const look = (checkpointPlaces: readonly string[] = []) => runDetection(worker(), { suspendReaders: false, places: null, checkpointPlaces });
const newAlarms = () => database.db.execute(sql`truncate alarms, alarm_occurrences`);
beforeEach(newAlarms);

/** As somebody who has the database, and takes its own guard away. */
const asIntruder = (statement: SQL) =>
  database.db.transaction(async (tx) => {
    await tx.execute(sql`set local session_replication_role = replica`);
    await tx.execute(statement);
  });
const removeEvent = (seq: SQL) => asIntruder(sql`delete from audit_events where id = (select event_id from audit_leaves where seq = ${seq})`);

async function write(events: number, ago = 0): Promise<void> {
  await database.db.execute(sql`insert into audit_events (at, actor_kind, action, object_kind, request_id) select clock_timestamp() - make_interval(mins => ${ago}::int), 'operator', 'thing.look', 'thing', 'test' from generate_series(1, ${events}::int)`);
  await sequenceEvents(worker());
}
const seal = () => sealLog(worker(), "haneulmall.example/log");
const sealed = sql`(select max(size) from audit_checkpoints)`;

it("each event that was removed from the log is told once, whoever closed the alarm", async () => {
  await write(4);
  await seal();
  await look();
  expect(await standing()).toEqual([]);
  await removeEvent(sql`1`);
  for (let n = 0; n < 3; n++) await look();
  const [alarm, ...others] = await standing();
  expect(alarm).toMatchObject({ kind: "audit-gap", severity: "critical", objectKind: "audit-log", hits: 1, details: { removed: 1 } });
  expect(others).toEqual([]);
  await closeAlarm(staffContext(database.parts, ["security"], randomUUID()), { alarmId: alarm?.id ?? "", words: "The log was exported and verified." });
  for (let n = 0; n < 3; n++) await look();
  expect(await standing()).toEqual([]);
  await removeEvent(sql`0`);
  await look();
  expect(await standing()).toMatchObject([{ kind: "audit-gap", hits: 1, details: { removed: 2 } }]);
});

it("that the log contradicts what was signed is told once a day for as long as nothing is signed, whoever closed the alarm", async () => {
  await write(1);
  await seal();
  for (let n = 0; n < 3; n++) await raiseContradiction(worker(), 9);
  const [alarm, ...others] = await standing();
  expect(alarm).toMatchObject({ kind: "audit-gap", severity: "critical", objectKind: "audit-log", hits: 1, details: { contradicts: 9 } });
  expect(others).toEqual([]);
  await closeAlarm(staffContext(database.parts, ["security"], randomUUID()), { alarmId: alarm?.id ?? "", words: "It was only the backup of last night." });
  await raiseContradiction(worker(), 9);
  expect(await standing()).toEqual([]);
  await asIntruder(sql`update audit_checkpoints set at = at - interval '1 day'`);
  await raiseContradiction(worker(), 9);
  expect(await standing()).toMatchObject([{ kind: "audit-gap", severity: "critical", hits: 1 }]);
});

it("one that was removed before the detectors came to it is told however many came since", async () => {
  await look();
  await write(10_100);
  await seal();
  await newAlarms();
  await removeEvent(sql`(select seq from alarm_turns)`);
  await look();
  expect(await standing()).toMatchObject([{ kind: "audit-gap", severity: "critical", hits: 1, details: { removed: 1 } }]);
});

it("the log does not look young because its oldest event without a checkpoint was removed", async () => {
  await sequenceEvents(worker());
  await seal();
  await write(3, 5);
  await removeEvent(sealed);
  expect((await logFigures(database.db)).unsealedSeconds).toBeGreaterThan(290);
  await seal();
});

it("a place outside that has been without the newest checkpoint for too long is an alarm, once for each time that it fell behind and for each day that it is so", async () => {
  const { outside } = loadAlarmLimits()["audit-gap"];
  await asIntruder(sql`update audit_checkpoints set at = clock_timestamp() - make_interval(mins => ${outside + 5})`);
  const about = async () => (await standing()).filter(({ objectKind }) => objectKind === "checkpoint-place");
  await look(["directory", "webhook"]);
  // Known since now.
  expect(await about()).toEqual([]);
  await database.db.execute(sql`update audit_places set since = clock_timestamp() - interval '1 day'`);
  await database.db.execute(sql`update audit_places set size = ${sealed} where name = 'webhook'`);
  // No setting names this one any more.
  await database.db.execute(sql`insert into audit_places (name, since, tried_at, failing) values ('mail', clock_timestamp() - interval '1 day', clock_timestamp(), true)`);
  for (let n = 0; n < 2; n++) await look(["directory", "webhook"]);
  const [alarm, ...others] = await about();
  expect(alarm).toMatchObject({ kind: "audit-gap", severity: "warning", objectId: "directory", hits: 1, details: { behind: outside + 5 } });
  expect(others).toEqual([]);
  await closeAlarm(staffContext(database.parts, ["security"], randomUUID()), { alarmId: alarm?.id ?? "", words: "The disk was full, and is not any more." });
  await look(["directory", "webhook"]);
  expect(await about()).toEqual([]);
  // It is still behind a day later.
  await asIntruder(sql`update audit_checkpoints set at = at - interval '1 day'`);
  await database.db.execute(sql`update audit_places set since = since - interval '1 day'`);
  for (let n = 0; n < 2; n++) await look(["directory", "webhook"]);
  expect(await about()).toMatchObject([{ objectId: "directory", hits: 1, details: { behind: 1_440 + outside + 5 } }]);
  await newAlarms();
  await database.db.execute(sql`update audit_places set size = (select min(size) from audit_checkpoints) where name = 'directory'`);
  await look(["directory", "webhook"]);
  expect(await about()).toMatchObject([{ objectId: "directory", hits: 1 }]);
});

it("a copy of an installation is behind with nothing", async () => {
  await setInstallation(database.parts, { mode: "trial", standing: "copy" });
  await look(["directory", "webhook"]);
  expect((await standing()).filter(({ objectKind }) => objectKind === "checkpoint-place")).toEqual([]);
});
