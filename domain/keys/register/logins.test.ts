import { eq, sql } from "drizzle-orm";
import pg from "pg";
import { expect, it } from "vitest";
import { openDatabase } from "@/db/client";
import { auditEvents } from "@/db/schema/audit";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anIncident } from "@/test/incidents";
import { aLogin, runAs, withPassword } from "@/test/logins";
import { aPublishedIncident } from "@/test/lookups";
import { aStaffMember } from "@/test/staff";
import { recordAudit } from "../../audit/record-audit";
import { offBoard } from "../../offboarding/off-board";
import { getOffBoardingReport } from "../../offboarding/report";
import { withTransaction } from "../../kernel/transaction";
import { rotateLogin } from "../rotation/rotate-login";
import { addCustodian } from "./add-custodian";
import { writeUses } from "./note-use";
import { listKeys } from "./queries";
import { recordLogins } from "./record-logins";

const database = useDatabase();
const system = () => systemContext(database.parts);
const keysOf = async (name: string) => (await listKeys(system())).filter((key) => key.name === name);
const eventsAbout = async (id = "") => (await database.db.select({ action: auditEvents.action }).from(auditEvents).where(eq(auditEvents.objectId, id)).orderBy(auditEvents.id)).map(({ action }) => action);

it("enters the logins of people, of those who migrate besides, and neither a process's nor a role without a login", async () => {
  const [analyst, auditor, migrator, worker] = await Promise.all(["amends_read", "amends_audit", "amends_migration", "amends_worker"].map((role) => aLogin(database.url, role)));
  const through = await aLogin(database.url, analyst?.name ?? "");
  await Promise.all([recordLogins(system()), recordLogins(system())]);
  await recordLogins(system());
  for (const login of [analyst, auditor, migrator, through]) {
    const [key, ...others] = await keysOf(login?.name ?? "");
    expect(key).toMatchObject({ kind: "database-login", state: "active", custodians: [] });
    expect(others).toEqual([]);
    expect(await eventsAbout(key?.id)).toEqual(["key.record"]);
  }
  expect(await keysOf(worker?.name ?? "")).toEqual([]);
  expect(await keysOf("amends_read")).toEqual([]);
});

it("sees when one was used: by its connection, and by what it asked", async () => {
  const [connected, asked, idle] = [await aLogin(database.url, "amends_read"), await aLogin(database.url, "amends_read"), await aLogin(database.url, "amends_read")];
  const { id } = await anIncident(database.db);
  await runAs(asked.url, `select ask_people('${id}', 'a question of the press office')`);
  const client = new pg.Client({ connectionString: connected.url });
  await client.connect();
  try {
    await recordLogins(system());
    await writeUses(system());
  } finally {
    await client.end();
  }
  const used = await Promise.all([connected, asked, idle].map(async ({ name }) => (await keysOf(name))[0]?.lastUsedAt));
  expect(used).toEqual([expect.any(Date), expect.any(Date), null]);
});

it("ends with the login, or with its power to read, and is the same under another name and for one that is made anew at once", async () => {
  const login = await aLogin(database.url, "amends_audit");
  await recordLogins(system());
  const [first] = await keysOf(login.name);
  const renamed = `${login.name}_two`;
  await runAs(database.url, `alter role ${login.name} rename to ${renamed}`);
  await Promise.all([recordLogins(system()), recordLogins(system())]);
  expect(await keysOf(login.name)).toEqual([]);
  expect(await keysOf(renamed)).toMatchObject([{ id: first?.id, state: "active" }]);
  await runAs(database.url, `drop role ${renamed}`);
  await aLogin(database.url, "amends_audit", { name: renamed });
  await Promise.all([recordLogins(system()), recordLogins(system())]);
  expect(await keysOf(renamed)).toMatchObject([{ id: first?.id, state: "active" }]);
  expect(await eventsAbout(first?.id)).toEqual(["key.record", "key.follow", "key.follow"]);
  await runAs(database.url, `alter role ${renamed} nologin`);
  await Promise.all([recordLogins(system()), recordLogins(system())]);
  expect(await keysOf(renamed)).toMatchObject([{ id: first?.id, state: "destroyed" }]);
  await runAs(database.url, `alter role ${renamed} login`);
  await recordLogins(system());
  const [second] = await keysOf(renamed);
  expect([second?.state, second?.id === first?.id]).toEqual(["active", false]);
  await runAs(database.url, `drop role ${renamed}`);
  await recordLogins(system());
  expect((await keysOf(renamed)).map(({ state }) => state)).toEqual(["destroyed", "destroyed"]);
  expect(await eventsAbout(second?.id)).toEqual(["key.record", "key.end"]);
});

it("that somebody who left knows is not let go by a lock, a name or another that is made at once: by a password, or when it is gone", async () => {
  const login = await aLogin(database.url, "amends_read");
  await recordLogins(system());
  const [key] = await keysOf(login.name);
  const [security, leaver] = [await aStaffMember(database.parts, ["security"]), await aStaffMember(database.parts, ["auditor"])];
  await addCustodian(staffContext(database.parts, ["security"], security.id), { keyId: key?.id, staffId: leaver.id });
  await offBoard(system(), { staffId: leaver.id, reason: "has left the company" });
  const owed = async () => {
    await recordLogins(system());
    const { keys } = await getOffBoardingReport(staffContext(database.parts, ["security"], security.id), leaver.id);
    return keys.map(({ closedAt }) => closedAt === null);
  };
  for (const change of [`alter role ${login.name} nologin`, `alter role ${login.name} login`, `revoke amends_read from ${login.name}`, `grant amends_read to ${login.name}`, `alter role ${login.name} rename to ${login.name}_two`, `alter role ${login.name}_two rename to ${login.name}`]) {
    await runAs(database.url, change);
    expect(await owed()).toEqual([true]);
  }
  await runAs(database.url, `drop role ${login.name}`);
  await aLogin(database.url, "amends_read", { name: login.name });
  expect(await owed()).toEqual([true]);
  await runAs(database.url, `drop role ${login.name}`);
  expect(await owed()).toEqual([false]);
});

it("is stopped with the off-boarding of whoever knows it: neither people nor figures nor the log, until it has another password", async () => {
  const [reader, auditor] = [await aLogin(database.url, "amends_read"), await aLogin(database.url, "amends_audit")];
  const { id } = await aPublishedIncident(database.parts, "ref,email,confirmed\na,minji@example.com,names");
  await recordLogins(system());
  const [security, leaver] = [await aStaffMember(database.parts, ["security"]), await aStaffMember(database.parts, ["auditor"])];
  for (const { name } of [reader, auditor]) await addCustodian(staffContext(database.parts, ["security"], security.id), { keyId: (await keysOf(name))[0]?.id, staffId: leaver.id });
  await withTransaction(system(), (tx) => recordAudit(tx, system(), { action: "test.happen", object: { kind: "test", id: null } }));

  const client = new pg.Client({ connectionString: reader.url });
  client.on("error", () => undefined);
  await client.connect();
  const ask = `select ask_people('${id}', 'a question of the press office') as ticket`;
  const { rows: [{ ticket = "" } = {}] } = await client.query<{ ticket?: string }>(ask);
  const figures = async () => (await client.query("select from datasets")).rowCount;
  const events = async (url: string) => (await runAs<{ count: number }>(url, "select count(*)::int as count from audit_events"))[0]?.count;
  expect(Math.min(Number(await figures()), Number(await events(auditor.url)))).toBeGreaterThan(0);

  await offBoard(systemContext(database.parts), { staffId: leaver.id, reason: "has left the company" });
  for (const statement of [ask, `select * from take_people('${ticket}')`, `select ask_claims('${id}', 'a question of the press office')`]) await expect(client.query(statement)).rejects.toMatchObject({ constraint: "login_is_stopped", hint: `amends keys rotate database-login ${reader.name}` });
  expect([await figures(), await events(auditor.url)]).toEqual([0, 0]);

  const cut = new Promise((ended) => client.once("end", ended));
  for (const login of [reader, auditor]) {
    const { from, to, password } = await rotateLogin(system(), login.name);
    expect(await eventsAbout(from)).toEqual(["key.record", "key.add-custodian", "key.rotate"]);
    expect(await eventsAbout(to)).toEqual(["key.record"]);
    await expect(runAs(login.url, "select 1")).rejects.toMatchObject({ code: "28P01" });
    Object.assign(login, { url: withPassword(database.url, login.name, password) });
  }
  await cut;
  await recordLogins(system());
  expect((await keysOf(reader.name)).map(({ state }) => state)).toEqual(["active", "destroyed"]);
  expect(await runAs(reader.url, ask)).toHaveLength(1);
  expect(Number(await events(auditor.url))).toBeGreaterThan(0);
  await client.end();
  const report = await getOffBoardingReport(staffContext(database.parts, ["security"], security.id), leaver.id);
  expect(report.keys.map(({ kind, closedAt }) => [kind, closedAt !== null])).toEqual([["database-login", true], ["database-login", true]]);
});

it("is rotated by whoever made it, without a superuser, and by nobody else", async () => {
  const maker = await aLogin(database.url, "amends_worker", { more: "createrole noinherit" });
  await runAs(database.url, `grant amends_read to ${maker.name} with admin true`);
  const made = await aLogin(maker.url, "amends_read");
  const others = await aLogin(database.url, "amends_read");
  const db = openDatabase(maker.url, { role: "amends_worker", sees: "*", max: 2 });
  const ctx = systemContext({ ...database.parts, db });
  const client = new pg.Client({ connectionString: made.url });
  client.on("error", () => undefined);
  await client.connect();
  const cut = new Promise((ended) => client.once("end", ended));
  try {
    await expect(rotateLogin(ctx, others.name)).rejects.toMatchObject({ reason: "login-not-yours" });
    await expect(rotateLogin(ctx, "nobody")).rejects.toMatchObject({ reason: "login-none" });
    expect((await keysOf(others.name)).map(({ state }) => state)).toEqual(["active"]);
    const { password } = await rotateLogin(ctx, made.name);
    await cut;
    expect(await runAs(withPassword(database.url, made.name, password), "select 1")).toHaveLength(1);
    const { rows } = await database.db.execute(sql`select from pg_auth_members m join pg_roles r on r.oid = m.roleid join pg_roles g on g.oid = m.member where r.rolname = ${made.name} and g.rolname = ${maker.name} and m.inherit_option`);
    expect(rows).toEqual([]);
  } finally {
    await client.end();
    await db.$client.end();
  }
});
