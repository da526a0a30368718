import pg from "pg";
import pino from "pino";
import { expect, it, onTestFinished, vi } from "vitest";
import { openRelays } from "@/channels/email/relay-set";
import { openInspector } from "@/channels/inspection/open-inspector";
import { openLetterPrinter } from "@/channels/letter/letter-printer";
import { openOutsideFetcher, openPageFetcher } from "@/channels/posting/fetch-page";
import { openDiskStore } from "@/channels/storage/disk-store";
import { EVERY_INCIDENT, openDatabase } from "@/db/client";
import { queueMail } from "@/domain/correspondence/queue-mail";
import { enqueue } from "@/domain/kernel/job";
import { withTransaction } from "@/domain/kernel/transaction";
import { watchWavesJob } from "@/domain/waves/jobs";
import { systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aRelay } from "@/test/relays";
import { aWaveRelay, PORTAL } from "@/test/waves";
import { startLane } from "./lane";
import { startReaper } from "./reaper";

const database = useDatabase();

async function connected(): Promise<pg.Client> {
  const admin = new pg.Client({ connectionString: database.url, application_name: "amends-test" });
  await admin.connect();
  onTestFinished(() => admin.end());
  return admin;
}

async function waitingJobs(admin: pg.Client): Promise<number> {
  return (await admin.query("select 1 from graphile_worker.jobs")).rows.length;
}

/** The lane of single people over connections of its own, until the test is over. */
async function aLane(log = database.parts.log) {
  const { sink, sending } = await aWaveRelay(database);
  const reaper = await startReaper(database.url, log, { cut: () => undefined, onBack: () => Promise.resolve() });
  const { mail } = openRelays([aRelay(sink.port, { connections: { person: 4, bulk: 1 } })], "notice@haneulmall.example");
  const start = async () => {
    const db = openDatabase(database.url, { max: 6, applicationName: "amends-lane", sees: EVERY_INCIDENT });
    const lane = await startLane({ lane: "person", cron: {}, parts: { ...database.parts, db, log }, collaborators: { person: { mail, sms: null }, waves: sending, letters: { printer: openLetterPrinter(), portalUrl: PORTAL }, postings: { pages: openPageFetcher(), outside: openOutsideFetcher(""), portalUrl: PORTAL }, evidence: { store: openDiskStore(".data/lane-test"), inspector: openInspector(), scanner: null }, erasure: { list: null, backupDays: null }, documents: { judge: openInspector(), scanner: null }, alarms: { outlet: null }, consoleUrl: PORTAL }, reaper });
    onTestFinished(async () => {
      await lane.stop();
      await reaper.stop();
      await db.$client.end();
    });
    return lane;
  };
  return { sink, start };
}

it("does its jobs in the end though it began while the database took no writes", async () => {
  const name = new URL(database.url).pathname.slice(1);
  const admin = await connected();
  const refusals = async () => {
    const { rows } = await admin.query<{ n: string }>("select xact_rollback as n from pg_stat_database where datname = current_database()");
    return Number(rows[0]?.n);
  };
  // Sessions that are there already still write; the lane's begin now.
  const { start } = await aLane();
  const before = await refusals();
  await admin.query(`alter database ${name} set default_transaction_read_only = on`);
  await start();
  await vi.waitFor(async () => expect(await refusals(), "the lane's first look for jobs was refused").toBeGreaterThan(before), { timeout: 20_000, interval: 100 });

  await admin.query(`alter database ${name} set default_transaction_read_only = off`);
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'amends-lane'");
  await enqueue(database.db, watchWavesJob, {});
  await vi.waitFor(async () => expect(await waitingJobs(admin)).toBe(0), { timeout: 20_000, interval: 100 });
}, 60_000);

it("goes on though a runner that could not write down what became of a job never says that it has ended", async () => {
  const said: string[] = [];
  const { sink, start } = await aLane(pino({ level: "warn" }, { write: (line: string) => void said.push(line) }));
  const admin = await connected();
  const lane = await start();
  sink.hold();
  const ctx = systemContext(database.parts);
  const people = ["first", "second", "third", "fourth"];
  await withTransaction(ctx, async (tx) => {
    for (const person of people) await queueMail(tx, ctx, { purpose: "test", incidentId: null, to: `${person}@example.com`, locale: "ko", subject: "하나", text: "본문입니다." });
  });
  await vi.waitFor(() => expect(sink.held()).toBe(people.length), { timeout: 10_000 });
  const answer = (person: string) => sink.release((to) => to.startsWith(person));

  await admin.query("create function refuse() returns trigger language plpgsql as $$ begin raise exception 'not now'; end $$");
  await admin.query("create trigger refuse before delete on graphile_worker._private_jobs for each row execute function refuse()");
  answer("first");
  await vi.waitFor(() => expect(said.join("")).toContain("Failed to complete jobs"), { timeout: 10_000 });
  await admin.query("drop trigger refuse on graphile_worker._private_jobs");
  // Two that are written down after the one that was not, each by itself, before the last has ended.
  for (const [person, left] of [["second", 3], ["third", 2]] as const) {
    answer(person);
    await vi.waitFor(async () => expect(await waitingJobs(admin)).toBe(left), { timeout: 10_000, interval: 50 });
  }
  expect(said.join("")).not.toContain("left behind");
  answer("fourth");
  await vi.waitFor(async () => expect(await waitingJobs(admin)).toBe(0), { timeout: 20_000, interval: 100 });
  expect(said.join("")).toContain("left behind");
  await lane.stop();
}, 60_000);
