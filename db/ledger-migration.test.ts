import { randomUUID } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { drizzle } from "drizzle-orm/node-postgres";
import { migrate } from "drizzle-orm/node-postgres/migrator";
import pg from "pg";
import { afterAll, beforeAll, expect, inject, it } from "vitest";
import { runAs } from "@/test/logins";
import { databaseUrl } from "@/test/postgres";
import { MIGRATIONS, migrateDatabase } from "./migrate";

const name = `amends_test_${randomUUID().replaceAll("-", "")}`;
const url = databaseUrl(inject("adminUrl"), name);
const before = mkdtempSync(path.join(tmpdir(), "migrations-"));

beforeAll(async () => {
  cpSync(MIGRATIONS, before, { recursive: true });
  const journal = path.join(before, "meta/_journal.json");
  const { entries, ...rest } = JSON.parse(readFileSync(journal, "utf8")) as { entries: { tag: string }[] };
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, entries.findIndex(({ tag }) => tag.endsWith("_ledger"))) }));
  await runAs(inject("adminUrl"), `create database ${name}`);
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await migrate(drizzle(client), { migrationsFolder: before });
  await client.end();
});
afterAll(async () => {
  await runAs(inject("adminUrl"), `drop database ${name} with (force)`);
  rmSync(before, { recursive: true });
});

it("a database with claims from before the ledger gets entries for what stands, and adds up", async () => {
  const states = ["draft", "submitted", "in-review", "needs-information", "approved", "denied", "in-payment", "paid", "returned", "withdrawn", "appealed", "denied-final"];
  await runAs(
    url,
    `set session_replication_role = replica;
     insert into incidents (id, slug) values ('00000000-0000-4000-8000-000000000001', 'mall');
     insert into programmes (id, incident_id, slug, created_by) values ('00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-000000000001', 'compensation', gen_random_uuid());
     insert into programme_versions (programme_id, number, state, terms, published_by, published_at) values ('00000000-0000-4000-8000-000000000002', 1, 'published', '{"currency": "KRW", "poolMinor": "1000", "proRata": false}', gen_random_uuid(), now());
     update programmes set published_version = 1;
     insert into claims (reference, incident_id, programme_id, state, contact_index, claimant_key, subject_id, dataset_version, locale, amount_minor, approved_minor, currency, terms_version, decided_by, decided_at, submitted_at, sealed_decision)
       select 'C-' || n, '00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002', state, n::text::bytea, n::text::bytea, n, 1, 'ko', 50, case when state in ('approved', 'in-payment', 'paid', 'returned') then 40 end, 'KRW', 1, gen_random_uuid(), now(), now(), 'x'
       from unnest(array['${states.join("','")}']) with ordinality s(state, n);`,
  );
  await migrateDatabase(url);
  expect(await runAs(url, "select account, sum(minor)::int as minor from ledger_balances group by 1 order by 1")).toEqual([
    { account: "approved", minor: 40 },
    { account: "available", minor: 640 },
    { account: "budget", minor: -1000 },
    { account: "in-payment", minor: 40 },
    { account: "paid", minor: 40 },
    { account: "reserved", minor: 200 },
    { account: "returned", minor: 40 },
  ]);
  expect(await runAs(url, "select pool_minor::int as pool, committed_minor::int as committed, paying_minor::int as paying from ledger_pools")).toEqual([{ pool: 1000, committed: 160, paying: 80 }]);
});
