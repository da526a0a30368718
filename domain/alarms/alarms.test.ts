import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { loadAlarmLimits } from "@/content/alarms/limits";
import { auditEvents } from "@/db/schema/audit";
import { staffMembers } from "@/db/schema/staff";
import { openMailsTo } from "@/test/alarms";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident } from "@/test/lookups";
import { aStaffMember, aStaffSession } from "@/test/staff";
import { recordAudit } from "../audit/record-audit";
import { sequenceEvents } from "../audit/log/sequence-events";
import { withTransaction } from "../kernel/transaction";
import { findEndedSession, findStaffSession } from "../staff/queries";
import { acknowledgeAlarm } from "./acknowledge-alarm";
import { closeAlarm } from "./close-alarm";
import { alarmFilter } from "./input";
import { noteReads } from "./note-reads";
import { postAlarm } from "./post-alarm";
import { countOpenAlarms, getAlarm, isGuarded, listAlarms, readLastTurn } from "./queries";
import { raiseAlarm } from "./raise-alarm";
import { runDetection } from "./run-detection";
import { tellAlarm } from "./tell-alarm";
import type { AlarmMessage } from "./types";

const database = useDatabase();
const security = () => staffContext(database.parts, ["security"], randomUUID());
const worker = () => systemContext(database.parts, "alarms/detect");
const raise = (more: Partial<Parameters<typeof raiseAlarm>[2]> & { occurrence: string }) =>
  withTransaction(worker(), (tx) => raiseAlarm(tx, worker(), { kind: "reads", severity: "warning", object: { kind: "staff", id: "someone" }, ...more }));
const standing = () => listAlarms(security(), alarmFilter.parse({})).then(({ alarms: found }) => found);
/** As if the last turn had been in the minute before: what is slow is looked at once in each. */
const nextMinute = () => database.db.execute(sql`update alarm_turns set at = clock_timestamp() - interval '1 minute'`);
const look = (suspendReaders = false) => runDetection(worker(), { suspendReaders, places: null, checkpointPlaces: [] });

beforeEach(async () => {
  await database.db.execute(sql`truncate alarms, alarm_occurrences, staff_reads, graphile_worker._private_jobs`);
});

const queued = async () => {
  const { rows } = await database.db.execute<{ name: string }>(sql`select task_identifier as name from graphile_worker.jobs where task_identifier like 'alarms/%' order by 1`);
  return rows.map(({ name }) => name);
};

describe("an alarm", () => {
  it("takes up further hits, is told once, and again when it becomes worse", async () => {
    await raise({ occurrence: "1" });
    await raise({ occurrence: "1" });
    await raise({ occurrence: "2" });
    expect(await standing()).toMatchObject([{ hits: 2, severity: "warning", state: "open" }]);
    expect(await queued()).toEqual(["alarms/post-alarm", "alarms/tell-alarm"]);
    const [{ id } = { id: "" }] = await standing();
    const guard = security();
    await acknowledgeAlarm(guard, { alarmId: id });
    await expect(acknowledgeAlarm(security(), { alarmId: id })).rejects.toMatchObject({ reason: "alarm-not-open" });
    await raise({ occurrence: "3" });
    expect(await standing()).toMatchObject([{ hits: 3, state: "acknowledged", acknowledged: { by: guard.actor.staffId } }]);
    await raise({ occurrence: "3", severity: "critical" });
    expect(await standing()).toMatchObject([{ hits: 3, severity: "critical", state: "open" }]);
    expect(await queued()).toHaveLength(4);
    // A milder hit makes it no better.
    await raise({ occurrence: "4" });
    expect(await standing()).toMatchObject([{ severity: "critical", hits: 4 }]);
  });

  it("that somebody has taken on is open again, and told again, by something new after a pause, and not by what goes on", async () => {
    const { minutes } = loadAlarmLimits().again;
    const reader = await aStaffMember(database.parts, ["security"], { locale: "en" });
    const id = (await raise({ occurrence: "1", severity: "critical" })) ?? "";
    const lastSeen = (ago: number) => database.db.execute(sql`update alarms set last_at = clock_timestamp() - make_interval(mins => ${ago})`);
    const told = async () => {
      await tellAlarm(worker(), { alarmId: id });
      return (await openMailsTo(database.parts, [reader.email])).map(({ text }) => text.includes("It is open again"));
    };
    expect(await told()).toEqual([false]);
    const guard = security();
    await acknowledgeAlarm(guard, { alarmId: id });
    await lastSeen(minutes - 1);
    await raise({ occurrence: "2", severity: "critical" });
    await lastSeen(minutes + 1);
    // What was seen before is nothing new.
    await raise({ occurrence: "2", severity: "critical" });
    expect(await standing()).toMatchObject([{ state: "acknowledged", hits: 2 }]);
    expect([await queued(), await told()]).toEqual([["alarms/post-alarm", "alarms/tell-alarm"], [false]]);
    await raise({ occurrence: "3" });
    expect(await standing()).toMatchObject([{ state: "open", hits: 3, severity: "critical", acknowledged: { by: guard.actor.staffId } }]);
    expect((await countOpenAlarms(guard)).open).toBe(1);
    expect(await queued()).toHaveLength(4);
    expect(await told()).toEqual([false, true]);
    // An open one waits for somebody already.
    await lastSeen(minutes + 1);
    await raise({ occurrence: "4" });
    expect(await queued()).toHaveLength(4);
    await acknowledgeAlarm(security(), { alarmId: id });
    const events = await database.db.select({ action: auditEvents.action, details: auditEvents.details }).from(auditEvents).where(eq(auditEvents.objectId, id)).orderBy(auditEvents.id);
    expect(events.map(({ action }) => action)).toEqual(["alarm.raise", "alarm.acknowledge", "alarm.raise", "alarm.acknowledge"]);
    expect(events[2]?.details).toMatchObject({ kind: "reads", severity: "critical" });
  });

  it("keeps what an earlier hit did when a later one only says how much more was seen", async () => {
    await raise({ occurrence: "1", severity: "critical", details: { pages: 61, sessions: 1 } });
    await raise({ occurrence: "2", severity: "critical", details: { pages: 75 } });
    expect(await standing()).toMatchObject([{ hits: 2, details: { pages: 75, sessions: 1 } }]);
  });

  it("is one however many see it at once", async () => {
    await Promise.all(Array.from({ length: 6 }, (_, n) => raise({ occurrence: `${n}` })));
    expect(await standing()).toMatchObject([{ hits: 6 }]);
  });

  it("is closed with words, and what is seen afterwards is a new one", async () => {
    const id = (await raise({ occurrence: "1" })) ?? "";
    await expect(closeAlarm(security(), { alarmId: id, words: "nothing" })).rejects.toMatchObject({ fields: { words: ["alarm-words"] } });
    await expect(closeAlarm(staffContext(database.parts, ["auditor"]), { alarmId: id, words: "It was a long day of claims." })).rejects.toMatchObject({ reason: "forbidden" });
    await closeAlarm(security(), { alarmId: id, words: "It was a long day of claims." });
    await expect(closeAlarm(security(), { alarmId: id, words: "It was a long day of claims." })).rejects.toMatchObject({ reason: "alarm-closed" });
    expect(await standing()).toEqual([]);
    expect(await raise({ occurrence: "1" })).toBeNull();
    const next = await raise({ occurrence: "2" });
    expect(next).not.toBe(id);
    // What was closed joins no later alarm either, unless it became worse.
    expect(await raise({ occurrence: "1" })).toBe(next);
    expect(await standing()).toMatchObject([{ hits: 1, severity: "warning" }]);
    await raise({ occurrence: "1", severity: "critical" });
    expect(await standing()).toMatchObject([{ hits: 1, severity: "critical" }]);
    expect(await getAlarm(security(), id)).toMatchObject({ state: "closed", closed: { words: "It was a long day of claims." } });
    const events = await database.db.select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.objectId, id));
    expect(events.map(({ action }) => action).sort()).toEqual(["alarm.close", "alarm.raise"]);
  });

  it("lets go of uses that no detector looks back to", async () => {
    await database.db.execute(sql`insert into use_counts (budget, began, uses, what) select sha256(n::text::bytea), clock_timestamp() - make_interval(days => n), 1, 'network' from generate_series(26, 34) n`);
    await look();
    const { rows } = await database.db.execute<{ days: number }>(sql`select round(extract(epoch from clock_timestamp() - began) / 86400)::int as days from use_counts where began < clock_timestamp() - interval '25 days' order by 1`);
    expect(rows.map(({ days }) => days)).toEqual([26, 27, 28, 29]);
  });

  it("remembers what is still seen, and forgets what nobody has seen for two days", async () => {
    await database.db.execute(sql`insert into alarm_occurrences (kind, object_kind, object_id, occurrence, severity, seen_at) select 'reads', 'staff', 'someone', n::text, 'warning', clock_timestamp() - make_interval(hours => n * 5) from generate_series(1, 11) n`);
    expect(await raise({ occurrence: "9" })).toBeNull();
    await look();
    const { rows } = await database.db.execute<{ n: number }>(sql`select occurrence::int as n from alarm_occurrences where kind = 'reads' order by 1`);
    expect(rows.map(({ n }) => n)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (let n = 0; n < 2; n++) expect(await raise({ occurrence: "9" })).toBeNull();
  });

  it("is written about to administrators while nobody is in security, which the board says", async () => {
    await database.db.execute(sql`update staff_grants set ended_at = clock_timestamp() where role = 'security' and ended_at is null`);
    const admin = await aStaffMember(database.parts, ["admin"], { locale: "en" });
    const reader = staffContext(database.parts, ["auditor"]);
    expect(await isGuarded(reader)).toBe(false);
    const alarmId = (await raise({ occurrence: "1" })) ?? "";
    await tellAlarm(worker(), { alarmId });
    expect((await openMailsTo(database.parts, [admin.email])).map(({ subject }) => subject)).toEqual(["Alarm (Warning): Somebody reads more than usual"]);
    const guard = await aStaffMember(database.parts, ["security"], { locale: "en" });
    expect(await isGuarded(reader)).toBe(true);
    await tellAlarm(worker(), { alarmId: (await raise({ occurrence: "2", severity: "critical" })) ?? "" });
    expect(await openMailsTo(database.parts, [guard.email])).toHaveLength(1);
    expect(await openMailsTo(database.parts, [admin.email])).toHaveLength(1);
  });

  it("is not handled by whom it is about, and where nobody else is in security administrators are written to as well", async () => {
    await database.db.execute(sql`update staff_grants set ended_at = clock_timestamp() where role in ('security', 'admin') and ended_at is null`);
    const [guard, admin] = [await aStaffMember(database.parts, ["security"], { locale: "en" }), await aStaffMember(database.parts, ["admin"], { locale: "en" })];
    const themself = staffContext(database.parts, ["security"], guard.id);
    const refused = { kind: "forbidden", reason: "alarm-about-oneself" };
    const about = (await raise({ occurrence: "1", kind: "new-network", object: { kind: "staff", id: guard.id } })) ?? "";
    await tellAlarm(worker(), { alarmId: about });
    for (const { email } of [guard, admin]) expect(await openMailsTo(database.parts, [email])).toHaveLength(1);
    await expect(acknowledgeAlarm(themself, { alarmId: about })).rejects.toMatchObject(refused);
    await expect(closeAlarm(themself, { alarmId: about, words: "it was me, all is well" })).rejects.toMatchObject(refused);
    expect(await standing()).toMatchObject([{ id: about, state: "open" }]);
    await acknowledgeAlarm(staffContext(database.parts, ["admin"], admin.id), { alarmId: about });
    await expect(closeAlarm(themself, { alarmId: about, words: "it was me, all is well" })).rejects.toMatchObject(refused);
    await closeAlarm(staffContext(database.parts, ["admin"], admin.id), { alarmId: about, words: "called them, it was them" });
    // Whoever let somebody see more, and whoever was let, are both whom that alarm is about.
    for (const details of [{ of: guard.id, by: admin.id }, { of: admin.id, by: guard.id }]) {
      const shown = (await raise({ occurrence: randomUUID(), kind: "break-glass", object: { kind: "reveal-request", id: randomUUID() }, details })) ?? "";
      await expect(closeAlarm(themself, { alarmId: shown, words: "it was me, all is well" })).rejects.toMatchObject(refused);
    }
    // Of somebody else's, security alone is told.
    await tellAlarm(worker(), { alarmId: (await raise({ occurrence: "1", object: { kind: "staff", id: admin.id } })) ?? "" });
    expect(await openMailsTo(database.parts, [admin.email])).toHaveLength(1);
  });

  it("is written about to security in their language without a person in it, and handed to a program outside", async () => {
    const [korean, english] = [await aStaffMember(database.parts, ["security"]), await aStaffMember(database.parts, ["security"], { locale: "en" })];
    const someone = await aStaffMember(database.parts, ["support"]);
    const alarmId = (await raise({ occurrence: "1", object: { kind: "staff", id: someone.id }, details: { pages: 400 } })) ?? "";
    await tellAlarm(worker(), { alarmId });
    await tellAlarm(worker(), { alarmId });
    const mails = await openMailsTo(database.parts, [korean.email, english.email]);
    expect(mails.map(({ subject }) => subject).sort()).toEqual(["Alarm (Warning): Somebody reads more than usual", "경보(주의): 평소보다 훨씬 많은 조회"]);
    for (const { text } of mails) expect(text).not.toMatch(new RegExp(`${someone.id}|${someone.name}|https?:`));
    const posted: AlarmMessage[] = [];
    await postAlarm(worker(), { alarmId }, { post: (message) => Promise.resolve(void posted.push(message)) });
    expect(posted).toMatchObject([{ id: alarmId, kind: "reads", object: { kind: "staff", id: someone.id }, details: { pages: 400 } }]);
    expect(JSON.stringify(posted)).not.toContain(someone.email);
    await postAlarm(worker(), { alarmId }, null);
  });

  it("is read a page at a time, by state, kind and severity", async () => {
    for (let n = 0; n < 53; n++) await raise({ occurrence: "1", object: { kind: "staff", id: `${n}` }, severity: n === 7 ? "critical" : "warning" });
    const first = await listAlarms(security(), alarmFilter.parse({}));
    expect(first.alarms).toHaveLength(50);
    const second = await listAlarms(security(), alarmFilter.parse({ before: first.next ?? undefined }));
    expect([second.alarms.length, second.next]).toEqual([3, null]);
    expect((await listAlarms(security(), alarmFilter.parse({ severity: "critical" }))).alarms.map(({ objectId }) => objectId)).toEqual(["7"]);
    expect((await listAlarms(security(), alarmFilter.parse({ kind: "audit-gap", state: "nonsense" }))).alarms).toEqual([]);
    expect(await countOpenAlarms(security())).toEqual({ open: 53, critical: true });
    await expect(listAlarms(staffContext(database.parts, ["support"]), alarmFilter.parse({}))).rejects.toMatchObject({ reason: "forbidden" });
  });
});

describe("reads of a member of staff", () => {
  const shown = (staffId: string, pages: number, at: Date | null = null) => noteReads(database.parts, new Map([[staffId, { pages }]]), at);

  it("beyond what a person can read are critical and end their sessions, once", async () => {
    const leaver = await aStaffMember(database.parts, ["support"]);
    const token = await aStaffSession(database.parts, leaver.id);
    await shown(leaver.id, 60);
    await look(true);
    expect(await standing()).toEqual([]);
    await shown(leaver.id, 1);
    await look(true);
    await look(true);
    expect(await standing()).toMatchObject([{ kind: "reads", severity: "critical", objectId: leaver.id, details: { pages: 61, sessions: 1 } }]);
    expect(await findStaffSession(database.db, token)).toBeNull();
    expect(await findEndedSession(database.db, token)).toMatchObject({ reason: "suspended" });
    const [member] = await database.db.select({ locked: sql<boolean>`${staffMembers.lockedUntil} > clock_timestamp() + interval '50 minutes'` }).from(staffMembers).where(eq(staffMembers.id, leaver.id));
    expect(member?.locked).toBe(true);
    const events = await database.db.select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.objectId, leaver.id));
    expect(events.map(({ action }) => action)).toEqual(["staff.suspend"]);
  });

  it("end nobody's sessions where the operator does not want it", async () => {
    const member = await aStaffMember(database.parts, ["support"]);
    const token = await aStaffSession(database.parts, member.id);
    await shown(member.id, 500);
    await look();
    expect(await standing()).toMatchObject([{ severity: "critical" }]);
    expect(await findStaffSession(database.db, token)).not.toBeNull();
  });

  it("are held against their own history", async () => {
    const [busy, quiet] = [randomUUID(), randomUUID()];
    const now = Date.now();
    for (let n = 1; n <= 30; n++) await shown(busy, 250 + (n % 3) * 30, new Date(now - n * 86_400_000 + 3_600_000));
    for (let n = 1; n <= 30; n++) await shown(quiet, 20 + (n % 3), new Date(now - n * 86_400_000 + 3_600_000));
    // In these ten minutes, and more than a minute ago, so that nobody reads too fast: the stretch of ten seconds is of before.
    const { rows: [row] } = await database.db.execute<{ at: string }>(sql`select (clock_timestamp() - interval '9 minutes 59 seconds')::text as at`);
    for (const id of [busy, quiet]) await shown(id, 260, new Date(row?.at ?? ""));
    await look();
    expect(await standing()).toMatchObject([{ kind: "reads", severity: "warning", objectId: quiet, details: { pages: 260, usual: 150 } }]);
  });

  it("are held against their own days, however slowly they come", async () => {
    const { reads: { day }, reveals: { zone } } = loadAlarmLimits();
    const [newcomer, steady, changed] = [randomUUID(), randomUUID(), randomUUID()];
    /** So many pages in each ten minutes of a day, from its beginning on. */
    const paged = (staffId: string, daysAgo: number, stretches: number, pages: number) =>
      database.db.execute(sql`
        insert into staff_reads (staff_id, span, began, pages)
        select ${staffId}::uuid, 600, date_trunc('day', clock_timestamp(), ${zone}) - make_interval(days => ${daysAgo}::int) + n * interval '10 minutes', ${pages} from generate_series(1, ${stretches}::int) n`);
    // One more, because for a while after midnight the day before is judged as well.
    for (let ago = 1; ago <= day.least + 1; ago++) {
      await paged(steady, ago, 60, 20 + (ago % 3));
      await paged(changed, ago, 10, 8);
    }
    await paged(newcomer, 0, 7, 140);
    await paged(steady, 0, 62, 20);
    await paged(changed, 0, 5, 80);
    await nextMinute();
    await look();
    expect(await standing()).toEqual([]);
    await database.db.execute(sql`update staff_reads set pages = 148 where staff_id = ${newcomer}`);
    await database.db.execute(sql`update staff_reads set pages = 81 where staff_id = ${changed} and began >= date_trunc('day', clock_timestamp(), ${zone})`);
    // What is slow is looked at once in a minute, and was in this one.
    await database.db.execute(sql`update alarm_turns set at = clock_timestamp() + interval '1 minute'`);
    await look();
    expect(await standing()).toEqual([]);
    for (let n = 0; n < 2; n++) {
      await nextMinute();
      await look();
    }
    const found = await standing();
    expect(found).toHaveLength(2);
    expect(found.find(({ objectId }) => objectId === newcomer)).toMatchObject({ kind: "reads", severity: "warning", hits: 1, details: { seconds: 86_400, pages: 7 * 148, usual: day.pages.newcomer } });
    expect(found.find(({ objectId }) => objectId === changed)).toMatchObject({ kind: "reads", severity: "warning", hits: 1, details: { seconds: 86_400, pages: 405, usual: day.pages.floor } });
  });

  it("count looks at personal data from the audit log, each once", async () => {
    const member = staffContext(database.parts, ["support"]);
    for (let n = 0; n < 61; n++) await recordAudit(database.db, member, { action: "claim.reveal", object: { kind: "claim", id: randomUUID() } });
    await recordAudit(database.db, member, { action: "claim.note", object: { kind: "claim", id: randomUUID() } });
    await sequenceEvents(worker());
    await Promise.all([look(), look(), look()]);
    await look();
    expect(await standing()).toMatchObject([{ kind: "reads", severity: "critical", objectId: member.actor.staffId, details: { looks: 61 } }]);
    expect(await readLastTurn(security())).toMatchObject({ late: false });
  });
});

describe("a planted record", () => {
  it("is one alarm however often somebody comes with it, and each hit is taken up once", async () => {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
    const hit = (kind: string) => database.db.execute(sql`insert into canary_hits (incident_id, subject_id, kind) values (${incident.id}, -7, ${kind})`);
    await hit("asked");
    await hit("proven");
    await look();
    await look();
    expect(await standing()).toMatchObject([{ kind: "canary-record", severity: "critical", objectId: "-7", incidentId: incident.id, hits: 2, details: { how: "proven" } }]);
    // The slice of planted records writes to security itself, and says more.
    const guard = await aStaffMember(database.parts, ["security"]);
    await tellAlarm(worker(), { alarmId: (await standing())[0]?.id ?? "" });
    expect(await openMailsTo(database.parts, [guard.email])).toEqual([]);
  });
});

describe("the audit log", () => {
  /** As somebody who has the database, and takes its own guard away. */
  const asIntruder = (statement: ReturnType<typeof sql>) =>
    database.db.transaction(async (tx) => {
      await tx.execute(sql`set local session_replication_role = replica`);
      await tx.execute(statement);
    });

  it("is an alarm while an event has no number in time, or a number is missing", async () => {
    await recordAudit(database.db, worker(), { action: "thing.look", object: { kind: "thing", id: "1" } });
    await sequenceEvents(worker());
    await look();
    expect(await standing()).toEqual([]);
    // An event of two minutes ago that the sequencer has passed over, as one written by hand under an old number would be; one of next year, and one under a number that no transaction has yet.
    for (const [away, xid] of [["-2 minutes", "3"], ["1 year", "3"], ["1 year", "9000000000000"], ["-2 minutes", "9000000000000"]]) {
      await database.db.execute(sql`insert into audit_events (id, xid, actor_kind, action, object_kind, request_id) values (uuidv7(${away}::interval), ${xid}::xid8, 'operator', 'thing.look', 'thing', 'by hand')`);
      await look();
      expect(await standing(), `${away}, ${xid}`).toMatchObject([{ kind: "audit-gap", severity: "critical", details: { unnumbered: 1 } }]);
      await asIntruder(sql`delete from audit_events where request_id = 'by hand'`);
      await database.db.execute(sql`truncate alarms, alarm_occurrences`);
    }
    await asIntruder(sql`delete from audit_leaves where seq = 0`);
    await look();
    expect(await standing()).toMatchObject([{ kind: "audit-gap", severity: "critical", details: { removed: 1 } }]);
  });
});
