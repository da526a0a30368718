import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { beforeEach, describe, expect, it } from "vitest";
import { loadAlarmLimits } from "@/content/alarms/limits";
import { EVERY_INCIDENT, NO_INCIDENT, openDatabase, seeing } from "@/db/client";
import { watchAnswers } from "@/db/watch-answers";
import { recordAudit } from "@/domain/audit/record-audit";
import { sequenceEvents } from "@/domain/audit/log/sequence-events";
import { mayRevealClaims } from "@/domain/claims/policy";
import { proveContact } from "@/domain/lookups/prove-contact";
import { requestCode } from "@/domain/lookups/request-code";
import { askForReveals } from "@/domain/reveals/ask-for-reveals";
import { grantReveals } from "@/domain/reveals/grant-reveals";
import { listOwnRequests } from "@/domain/reveals/queries";
import { recordLook } from "@/domain/reveals/record-look";
import { dayOfBudget } from "@/domain/reveals/rules";
import { runLook } from "@/domain/reveals/run-look";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aPublishedIncident, visitor } from "@/test/lookups";
import { aStaffMember, aStaffSession } from "@/test/staff";
import { closeAlarm } from "../close-alarm";
import { alarmFilter } from "../input";
import { noteRows } from "../note-rows";
import { postAlarm } from "../post-alarm";
import { listAlarms } from "../queries";
import { runDetection } from "../run-detection";
import type { AlarmMessage } from "../types";

const database = useDatabase();
const { spray, enumeration, "wrong-codes": wrongCodes } = loadAlarmLimits();
const worker = () => systemContext(database.parts, "alarms/detect");
const standing = () => listAlarms(staffContext(database.parts, ["security"]), alarmFilter.parse({})).then(({ alarms: found }) => found);
const look = async () => {
  await sequenceEvents(worker());
  // Not the first turn of a minute: what is counted over a day would be with what all tests left.
  await database.db.execute(sql`update alarm_turns set at = clock_timestamp() + interval '1 minute'`);
  await runDetection(worker(), { suspendReaders: false, places: null, checkpointPlaces: [] });
};

beforeEach(async () => {
  await look();
  await database.db.execute(sql`truncate alarms, alarm_occurrences, use_counts, lookup_hours, large_answers`);
});

const signIn = (staffId: string, network: string, since = new Date()) => recordAudit(database.db, visitor(database.parts), { action: "staff.sign-in", object: { kind: "staff", id: staffId }, details: { method: "code", network, since: since.toISOString() } });
const refuse = (staffId: string | null, network: string) => recordAudit(database.db, visitor(database.parts), { action: "staff.refuse-sign-in", object: { kind: "staff", id: staffId }, details: { why: "password", network } });

describe("a sign-in from a network", () => {
  const days = (n: number) => new Date(Date.now() - n * 86_400_000);
  const from = async (staffId: string, network: string, createdAt = new Date()) => {
    await aStaffSession(database.parts, staffId, { network, createdAt });
    if (createdAt > days(1)) await signIn(staffId, network, createdAt);
  };

  it("that they had not come from within 90 days is an alarm, and the first of all is none", async () => {
    const [traveller, regular, newcomer] = await Promise.all([1, 2, 3].map(() => aStaffMember(database.parts, ["support"])));
    await from(traveller?.id ?? "", "203.0.113.0/24", days(10));
    await from(traveller?.id ?? "", "198.51.100.0/24", days(91));
    await from(regular?.id ?? "", "203.0.113.0/24", days(89));
    await from(traveller?.id ?? "", "198.51.100.0/24");
    await from(regular?.id ?? "", "203.0.113.0/24");
    await from(newcomer?.id ?? "", "192.0.2.0/24");
    await look();
    await look();
    expect(await standing()).toMatchObject([{ kind: "new-network", severity: "warning", objectId: traveller?.id, hits: 1, details: { network: "198.51.100.0/24", known: 1 } }]);
  });

  it("is an alarm also where its person signs in within the same second, whoever of the two is first", async () => {
    const [first, second, both] = await Promise.all([1, 2, 3].map(() => aStaffMember(database.parts, ["support"])));
    const home = "203.0.113.0/24";
    const now = Date.now();
    const moments = [new Date(now - 500), new Date(now)];
    const together = async (staffId: string, networks: string[]) => {
      await from(staffId, home, days(10));
      for (const [n, network] of networks.entries()) await aStaffSession(database.parts, staffId, { network, createdAt: moments[n] });
      for (const [n, network] of networks.entries()) await signIn(staffId, network, moments[n]);
    };
    await together(first?.id ?? "", ["192.0.2.0/24", home]);
    await together(second?.id ?? "", [home, "192.0.2.0/24"]);
    await together(both?.id ?? "", ["192.0.2.0/24", "192.0.2.0/24"]);
    await look();
    const found = (await standing()).filter(({ kind }) => kind === "new-network");
    expect(found.map(({ objectId, hits, details }) => ({ objectId, hits, network: details.network })).sort((a, b) => a.objectId.localeCompare(b.objectId))).toEqual([first, second, both].map((person) => ({ objectId: person?.id ?? "", hits: 1, network: "192.0.2.0/24" })).sort((a, b) => a.objectId.localeCompare(b.objectId)));
  });

  it("is an alarm for whoever has been away for longer than that, also from where they came then", async () => {
    const [stranger, same] = await Promise.all([1, 2].map(() => aStaffMember(database.parts, ["support"])));
    await from(stranger?.id ?? "", "203.0.113.0/24", days(91));
    await from(same?.id ?? "", "198.51.100.0/24", days(91));
    for (const person of [stranger, same]) await from(person?.id ?? "", "198.51.100.0/24");
    await look();
    expect((await standing()).map(({ kind, objectId, details }) => [kind, objectId, details.known]).sort()).toEqual([stranger, same].map((person) => ["new-network", person?.id, 0]).sort());
  });
});

describe("failed sign-ins from one network", () => {
  it("for many accounts are an alarm, worse once one of them succeeds, and leave the house without the network", async () => {
    const people = await Promise.all(Array.from({ length: spray.network.accounts - 2 }, () => aStaffMember(database.parts, ["support"])));
    for (const { id } of people) await refuse(id, "192.0.2.0/24");
    await refuse(null, "192.0.2.0/24");
    for (let n = 0; n < 20; n++) await refuse(people[0]?.id ?? "", "203.0.113.0/24");
    await look();
    expect(await standing()).toEqual([]);
    await refuse(null, "192.0.2.0/24");
    await look();
    expect(await standing()).toMatchObject([{ kind: "spray", severity: "warning", objectKind: "network", details: { accounts: spray.network.accounts, failed: spray.network.accounts, entered: 0 } }]);
    await signIn(people[1]?.id ?? "", "192.0.2.0/24");
    await look();
    const [alarm] = await standing();
    expect(alarm).toMatchObject({ severity: "critical", details: { entered: 1 } });
    const posted: AlarmMessage[] = [];
    await postAlarm(worker(), { alarmId: alarm?.id ?? "" }, { post: (message) => Promise.resolve(void posted.push(message)) });
    expect(JSON.stringify(posted)).not.toContain("192.0.2");
  });
});

describe("passkeys that strangers of one network show", () => {
  it("are told once a minute, and an alarm by how many there were", async () => {
    const shown = (untold: number) => recordAudit(database.db, visitor(database.parts), { action: "staff.refuse-sign-in", object: { kind: "staff", id: null }, details: { method: "passkey", why: "passkey-refused", network: "198.18.0.0/24", untold } });
    await shown(0);
    await look();
    expect(await standing()).toEqual([]);
    await shown(spray.network.accounts - 2);
    await look();
    expect(await standing()).toMatchObject([{ kind: "spray", details: { accounts: spray.network.accounts, failed: spray.network.accounts } }]);
  });
});

describe("failed sign-ins from many networks", () => {
  const { accounts, networks } = spray.installation;

  it("for one account each are an alarm, and colleagues who mistype and come in are none", async () => {
    const people = await Promise.all(Array.from({ length: accounts }, () => aStaffMember(database.parts, ["support"])));
    for (const [n, { id }] of people.entries()) {
      await refuse(id, `10.1.${n}.0/24`);
      await signIn(id, `10.1.${n}.0/24`);
    }
    for (let n = 0; n < accounts; n++) await refuse(null, "10.2.0.0/24");
    await look();
    // Many accounts, and few networks.
    expect((await standing()).filter(({ objectKind }) => objectKind === "console")).toEqual([]);
    for (const [n, { id }] of people.entries()) await refuse(id, `10.3.${n % networks}.0/24`);
    await look();
    expect((await standing()).filter(({ objectKind }) => objectKind === "console")).toMatchObject([{ kind: "spray", severity: "warning", objectId: "every", details: { accounts: expect.any(Number) as number, networks: expect.any(Number) as number } }]);
  });
});

describe("an export", () => {
  const taken = async (at: string, action: "payments.export" | "claim.note", incidentId: string | null = null) => {
    const { actor } = staffContext(database.parts, ["finance"]);
    await database.db.execute(sql`insert into audit_events (at, actor_kind, actor_id, action, object_kind, incident_id, request_id) values (${at}::timestamptz, 'staff', ${actor.staffId}, ${action}, 'payment-batch', ${incidentId}, 'test')`);
    return actor.staffId;
  };

  it("while the offices of the incident's country are closed is an alarm", async () => {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
    await taken("2026-11-25T14:00:00+09:00", "payments.export", incident.id);
    await taken("2026-11-25T23:30:00+09:00", "claim.note", incident.id);
    const night = await taken("2026-11-25T23:30:00+09:00", "payments.export", incident.id);
    // Christmas is a day off in Korea; the log belongs to no incident.
    const holiday = await taken("2026-12-25T11:00:00+09:00", "payments.export");
    await look();
    const found = await standing();
    expect(found.map(({ kind, objectId }) => [kind, objectId]).sort()).toEqual([["off-hours-export", night], ["off-hours-export", holiday]].sort());
    expect(found.find(({ objectId }) => objectId === night)).toMatchObject({ incidentId: incident.id, details: { action: "payments.export" } });
  });
});

describe("rows that the database gives a web process", () => {
  it("in answers larger than a page are an alarm, beyond what an export wrote", async () => {
    const seen: number[] = [];
    const web = openDatabase(database.url, { max: 2, applicationName: "amends-test-rows" });
    watchAnswers(web, { portal: 10, console: 100 }, (rows) => seen.push(rows));
    const [portal, console] = [seeing(web, NO_INCIDENT), seeing(web, EVERY_INCIDENT)];
    for (const [db, most] of [[portal, 10], [console, 100]] as const) {
      await Promise.all([db.execute(sql`select generate_series(1, ${most}::int)`), db.execute(sql`select generate_series(1, ${most + 1}::int)`), db.execute(sql`select count(*) from generate_series(1, 5000)`)]);
      await db.transaction(async (tx) => {
        await tx.execute(sql`declare c cursor for select generate_series(1, ${most + 2}::int)`);
        await tx.execute(sql`fetch all from c`);
      });
      await expect(db.execute(sql`select 1 / (9 - n) from generate_series(1, 9) n`)).rejects.toThrow();
    }
    await web.$client.end();
    expect(seen).toEqual([11, 12, 101, 102]);
    await noteRows(database.parts, { rows: 6_000, answers: 1 });
    await recordAudit(database.db, staffContext(database.parts, ["finance"]), { action: "payments.export", object: { kind: "payment-batch", id: randomUUID() }, details: { reads: 6_000 } });
    await look();
    expect((await standing()).filter(({ kind }) => kind === "rows")).toEqual([]);
    await noteRows(database.parts, { rows: 6_000, answers: 2 });
    await look();
    await look();
    expect((await standing()).filter(({ kind }) => kind === "rows")).toMatchObject([{ severity: "critical", details: { shown: 6_000 } }]);
  });
});

describe("records read in the database itself", () => {
  const { rows: mostRows, asked: mostAsked, day } = loadAlarmLimits()["sql-reads"];
  const read = (login: string, rows: number, minutesAgo = 0) =>
    database.db.execute(sql`insert into audit_events (id, actor_kind, actor_id, action, object_kind, reason, details, request_id) values (uuidv7(make_interval(mins => ${-minutesAgo}::int)), 'operator', ${login}, 'sql.read', 'people', 'a question of the press office', ${JSON.stringify({ rows })}::jsonb, 'test')`);

  it("by one login within a day are an alarm, though never many within ten minutes", async () => {
    const stretches = Math.floor(day.rows / mostRows);
    for (let n = stretches; n > 0; n--) await read("slow", mostRows, n * 11);
    for (let n = day.asked; n > 0; n--) await read("often", 1, 11 + n * 5);
    await look();
    expect(await standing()).toEqual([]);
    await read("slow", day.rows - stretches * mostRows + 1);
    await read("often", 1);
    await look();
    await look();
    const found = (await standing()).sort((a, b) => String(a.details.login).localeCompare(String(b.details.login)));
    expect(found.map(({ kind, severity, hits, details }) => ({ kind, severity, hits, details }))).toEqual([
      { kind: "sql-reads", severity: "critical", hits: 1, details: { login: "often", seconds: 86_400, asked: day.asked + 1, rows: day.asked + 1 } },
      { kind: "sql-reads", severity: "critical", hits: 1, details: { login: "slow", seconds: 86_400, asked: stretches + 1, rows: day.rows + 1 } },
    ]);
  });

  it("by one login, many or often, are an alarm, which leaves the house without the login", async () => {
    for (let n = 0; n < mostAsked; n++) await read("patient", 10);
    await read("thorough", mostRows);
    await look();
    expect(await standing()).toEqual([]);
    await read("patient", 10);
    await read("thorough", 1);
    await look();
    await look();
    const found = await standing();
    expect(found).toHaveLength(2);
    for (const alarm of found) expect(alarm).toMatchObject({ kind: "sql-reads", severity: "critical", objectKind: "database-login", hits: 1 });
    expect(found.map(({ details: { login, asked, rows } }) => ({ login, asked, rows })).sort((a, b) => String(a.login).localeCompare(String(b.login)))).toEqual([
      { login: "patient", asked: mostAsked + 1, rows: (mostAsked + 1) * 10 },
      { login: "thorough", asked: 2, rows: mostRows + 1 },
    ]);
    const posted: AlarmMessage[] = [];
    for (const { id } of found) await postAlarm(worker(), { alarmId: id }, { post: (message) => Promise.resolve(void posted.push(message)) });
    expect(JSON.stringify(posted)).not.toMatch(/patient|thorough/);
  });
});

describe("codes asked for on the portal", () => {
  it("by one network far beyond its own days are an alarm, and the network is a trace", async () => {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
    for (const network of ["192.0.2.0/24", "203.0.113.0/24"]) await requestCode(visitor(database.parts), incident, { contact: `${randomUUID()}@example.com` }, { browser: randomUUID(), network });
    // The second one is a carrier: as many came each day.
    await database.db.execute(sql`update use_counts set uses = ${enumeration.network.floor + 1} where what = 'network'`);
    await database.db.execute(sql`
      insert into use_counts (budget, began, uses, what)
      select budget, began - make_interval(mins => n * 60), ${enumeration.network.floor} + n, 'network' from use_counts, generate_series(1, 40) n where budget = (select max(budget) from use_counts where what = 'network') and what = 'network'`);
    await look();
    await look();
    const found = await standing();
    expect(found).toMatchObject([{ kind: "enumeration", objectKind: "network", hits: 1, details: { requested: enumeration.network.floor + 1, usual: enumeration.network.floor } }]);
    expect(found[0]?.objectId).toMatch(/^[0-9a-f]{24}$/);
  });

  it("by one network in two stretches are two hits of one alarm, and once it is closed nothing comes of them again", async () => {
    await database.db.execute(sql`
      insert into use_counts (budget, began, uses, what)
      select sha256('one'), date_bin('10 minutes', clock_timestamp(), 'epoch'::timestamptz) - make_interval(mins => n * 10), ${enumeration.network.floor} + 1, 'network' from generate_series(0, 1) n`);
    for (let n = 0; n < 3; n++) await look();
    const [alarm] = await standing();
    expect(alarm).toMatchObject({ kind: "enumeration", hits: 2 });
    await closeAlarm(staffContext(database.parts, ["security"], randomUUID()), { alarmId: alarm?.id ?? "", words: "An office that was written to." });
    for (let n = 0; n < 2; n++) await look();
    expect(await standing()).toEqual([]);
  });

  it("of which few are entered are an alarm, and a wave that brings people is none", async () => {
    const [tried, announced] = await Promise.all([1, 2].map(() => aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names")));
    const hour = (incidentId: string | undefined, requested: number, proven: number, ago = 0) =>
      database.db.execute(sql`insert into lookup_hours (incident_id, hour, shard, requested, proven) values (${incidentId}, date_trunc('hour', clock_timestamp(), 'UTC') - make_interval(hours => ${ago}::int), 0, ${requested}, ${proven})`);
    for (let ago = 2; ago < 40; ago++) await hour(tried?.id, 300, 240, ago);
    await hour(tried?.id, 5_000, 400);
    await hour(announced?.id, 90_000, 60_000);
    await look();
    expect(await standing()).toMatchObject([{ kind: "enumeration", objectKind: "portal", objectId: tried?.id, incidentId: tried?.id, details: { requested: 5_000, proven: 400 } }]);
  });
});

describe("codes that were refused", () => {
  const enterWrong = async (network: string | null) => {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
    await expect(proveContact(visitor(database.parts), incident.id, { code: "2345-6789" }, randomUUID(), network)).rejects.toMatchObject({ fields: { code: ["code-refused"] } });
  };
  const set = (uses: number) => database.db.execute(sql`update use_counts set uses = ${uses} where what = 'wrong-code'`);

  it("of one network far beyond its own days are an alarm, and the network stands nowhere", async () => {
    for (const network of ["192.0.2.0/24", "203.0.113.0/24"]) await enterWrong(network);
    await set(wrongCodes.network.floor);
    await look();
    expect(await standing()).toEqual([]);
    await set(wrongCodes.network.floor + 1);
    // The second one is a carrier: as many came each hour.
    await database.db.execute(sql`
      insert into use_counts (budget, began, uses, what)
      select budget, began - make_interval(mins => n * 60), ${wrongCodes.network.floor} + n, 'wrong-code' from use_counts, generate_series(1, 40) n where budget = (select max(budget) from use_counts where what = 'wrong-code') and what = 'wrong-code'`);
    await look();
    await look();
    const found = await standing();
    expect(found).toMatchObject([{ kind: "wrong-codes", severity: "warning", objectKind: "network", hits: 1, details: { refused: wrongCodes.network.floor + 1, usual: wrongCodes.network.floor } }]);
    expect(found[0]?.objectId).toMatch(/^[0-9a-f]{24}$/);
    expect(JSON.stringify(found)).not.toMatch(/192\.0\.2|203\.0\.113/);
  });

  it("from everywhere are an alarm, and none while far more are right", async () => {
    const incident = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
    const { floor, share } = wrongCodes.installation;
    await enterWrong(null);
    // Each network stays below what is looked at.
    await database.db.execute(sql`
      insert into use_counts (budget, began, uses, what)
      select sha256(n::text::bytea), clock_timestamp(), 50, 'wrong-code' from generate_series(1, ${Math.ceil(floor / 50)}::int) n`);
    await database.db.execute(sql`insert into lookup_hours (incident_id, hour, shard, requested, proven) values (${incident.id}, date_trunc('hour', clock_timestamp(), 'UTC'), 0, 2200, ${Math.ceil((floor + 50) / share)})`);
    await look();
    expect(await standing()).toEqual([]);
    await database.db.execute(sql`update lookup_hours set proven = 400`);
    await look();
    expect(await standing()).toMatchObject([{ kind: "wrong-codes", objectKind: "portal", incidentId: null, hits: 1, details: { refused: Math.ceil(floor / 50) * 50 + 1, proven: 400, usual: floor } }]);
  });
});

describe("people shown to one member of staff in a day", () => {
  const { warn, stop, further, zone } = loadAlarmLimits().reveals;
  const raised = async () => (await standing()).filter(({ kind }) => kind === "reveals");
  const show = async (staffId: string, used: number, people: number) => {
    const ctx = staffContext(database.parts, ["support"], staffId);
    const day = dayOfBudget(new Date(), zone);
    await database.db.execute(sql`insert into reveal_days values (${staffId}, ${day}, ${used}) on conflict (staff_id, day) do update set used = excluded.used`);
    return runLook(ctx, (tx) => recordLook(tx, ctx, { action: "claim.reveal", object: { kind: "claim", id: randomUUID() }, incidentId: randomUUID(), subjects: [1n], rule: mayRevealClaims, costs: people }));
  };

  it("are an alarm from the limit on, once, and a worse one when somebody asks for more than anybody may see", async () => {
    const { id } = await aStaffMember(database.parts, ["support"]);
    await show(id, warn - 2, 1);
    await look();
    expect(await raised()).toEqual([]);
    await show(id, warn - 1, 1);
    await show(id, warn, 1);
    await look();
    await look();
    expect(await raised()).toMatchObject([{ kind: "reveals", severity: "warning", objectKind: "staff", objectId: id, hits: 1, details: { limit: warn } }]);
    await expect(show(id, stop, 1)).rejects.toMatchObject({ reason: "reveals-spent" });
    await look();
    expect(await raised()).toMatchObject([{ kind: "reveals", severity: "critical", objectId: id, hits: 2, details: { limit: stop } }]);
  });

  it("beyond it are an alarm each time that a second person lets somebody see more", async () => {
    const [agent, lead] = [await aStaffMember(database.parts, ["support"]), await aStaffMember(database.parts, ["lead"])];
    await show(agent.id, stop - 2, 1);
    const [asks, grants] = [staffContext(database.parts, ["support"], agent.id), staffContext(database.parts, ["lead"], lead.id)];
    const given: string[] = [];
    for (let n = 0; n < 2; n++) {
      await database.db.execute(sql`update reveal_days set used = ${stop + n * further.people} where staff_id = ${agent.id}`);
      await askForReveals(asks, { reason: "the list of late payments is longer today" });
      const requestId = (await listOwnRequests(asks)).at(-1)?.id ?? "";
      await grantReveals(grants, { requestId });
      given.push(requestId);
    }
    await look();
    await look();
    const found = (await standing()).filter(({ kind }) => kind === "break-glass");
    expect(found.map(({ objectId }) => objectId).sort()).toEqual(given.sort());
    for (const alarm of found) expect(alarm).toMatchObject({ objectKind: "reveal-request", hits: 1, details: { of: agent.id, by: lead.id, people: further.people } });
  });
});
