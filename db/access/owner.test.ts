import { randomUUID } from "node:crypto";
import pg from "pg";
import { expect, inject, it } from "vitest";
import { migrateDatabase } from "@/db/migrate";
import { databaseUrl } from "@/test/postgres";

it("a login that is no superuser, and may make roles, sets up two databases at once and is under the policies itself", async () => {
  const admin = new pg.Client({ connectionString: inject("adminUrl") });
  await admin.connect();
  const owner = `amends_test_owner_${randomUUID().slice(0, 8)}`;
  const names = [1, 2].map((n) => `${owner}_${n}`);
  await admin.query(`create role ${owner} login createrole password 'of-the-tests'`);
  // As an operator gives them to it where they are there already.
  await admin.query(`grant amends_web, amends_worker, amends_audit, amends_read to ${owner} with admin true, inherit false, set true`);
  for (const name of names) await admin.query(`create database ${name} owner ${owner}`);
  const urls = names.map((name) => {
    const url = new URL(databaseUrl(inject("adminUrl"), name));
    url.username = owner;
    url.password = "of-the-tests";
    return url.href;
  });
  try {
    await Promise.all(urls.map(migrateDatabase));
    await migrateDatabase(urls[0] ?? "");
    const client = new pg.Client({ connectionString: urls[0] });
    await client.connect();
    const { rows: [incident] } = await client.query<{ id: string }>("insert into incidents (slug) values ('one') returning id");
    const ask = async () => (await client.query("select from claim_desks")).rowCount;
    await expect(client.query("insert into claim_desks (incident_id, assigns_new, updated_by) values ($1, true, $1)", [incident?.id])).rejects.toThrow("row-level security");
    await client.query("select set_config('amends.incident', '*', false)");
    await client.query("insert into claim_desks (incident_id, assigns_new, updated_by) values ($1, true, $1)", [incident?.id]);
    expect(await ask()).toBe(1);
    // As `pg_dump --enable-row-security` reads; without that it asks for what no policy may touch, and stops.
    expect((await client.query("set row_security = on; copy claim_desks to stdout") as unknown as { rowCount: number }[]).at(-1)?.rowCount).toBe(1);
    await expect(client.query("set row_security = off; copy claim_desks to stdout")).rejects.toThrow("row-level security");
    await client.query("set row_security = on");
    await client.query("select set_config('amends.incident', '', false)");
    expect(await ask()).toBe(0);
    await client.query("set role amends_web");
    await client.query("select enqueue_job('exposure/dataset-changed', '{}', null, null, 1, null, 0)");
    await expect(client.query("select * from data_keys")).rejects.toThrow("permission denied");
    await client.end();
  } finally {
    for (const name of names) await admin.query(`drop database if exists ${name} with (force)`);
    await admin.query(`drop role ${owner}`);
    await admin.end();
  }
}, 60_000);
