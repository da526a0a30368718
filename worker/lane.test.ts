import pg from "pg";
import { expect, it, onTestFinished, vi } from "vitest";
import { openRelays } from "@/channels/email/relay-set";
import { openInspector } from "@/channels/inspection/open-inspector";
import { openLetterPrinter } from "@/channels/letter/letter-printer";
import { openOutsideFetcher, openPageFetcher } from "@/channels/posting/fetch-page";
import { openDiskStore } from "@/channels/storage/disk-store";
import { openDatabase } from "@/db/client";
import { enqueue } from "@/domain/kernel/job";
import { watchWavesJob } from "@/domain/waves/jobs";
import { useDatabase } from "@/test/database";
import { aRelay } from "@/test/relays";
import { aWaveRelay, PORTAL } from "@/test/waves";
import { startLane } from "./lane";
import { startReaper } from "./reaper";

const database = useDatabase();

it("does its jobs in the end though it began while the database took no writes", async () => {
  const { sink, sending } = await aWaveRelay(database);
  const name = new URL(database.url).pathname.slice(1);
  const admin = new pg.Client({ connectionString: database.url, application_name: "amends-test" });
  await admin.connect();
  onTestFinished(() => admin.end());
  const refusals = async () => {
    const { rows } = await admin.query<{ n: string }>("select xact_rollback as n from pg_stat_database where datname = current_database()");
    return Number(rows[0]?.n);
  };
  // Sessions that are there already still write; the lane's begin now.
  const reaper = await startReaper(database.url, database.parts.log, { cut: () => undefined, onBack: () => Promise.resolve() });
  const before = await refusals();
  await admin.query(`alter database ${name} set default_transaction_read_only = on`);
  const db = openDatabase(database.url, { max: 6, applicationName: "amends-lane" });
  const { mail } = openRelays([aRelay(sink.port)], "notice@haneulmall.example");
  const lane = await startLane({ lane: "person", cron: {}, parts: { ...database.parts, db }, collaborators: { person: { mail, sms: null }, waves: sending, letters: { printer: openLetterPrinter(), portalUrl: PORTAL }, postings: { pages: openPageFetcher(), outside: openOutsideFetcher(""), portalUrl: PORTAL }, evidence: { store: openDiskStore(".data/lane-test"), inspector: openInspector(), scanner: null }, erasure: { list: null, backupDays: null }, documents: { judge: openInspector(), scanner: null }, alarms: { outlet: null }, consoleUrl: PORTAL }, reaper });
  onTestFinished(async () => {
    await lane.stop();
    await reaper.stop();
    await db.$client.end();
  });
  await vi.waitFor(async () => expect(await refusals(), "the lane's first look for jobs was refused").toBeGreaterThan(before), { timeout: 20_000, interval: 100 });

  await admin.query(`alter database ${name} set default_transaction_read_only = off`);
  await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'amends-lane'");
  await enqueue(database.db, watchWavesJob, {});
  await vi.waitFor(async () => expect((await admin.query("select 1 from graphile_worker.jobs")).rows).toEqual([]), { timeout: 20_000, interval: 100 });
}, 60_000);
