import pg from "pg";
import { expect, onTestFinished, vi } from "vitest";
import { getWaveOverview } from "@/domain/waves/queries/list-waves";
import { staffContext } from "../contexts";
import { expectAlive, goesOn } from "./database-wave";
import { aSmallDisk } from "./full-disk";
import { aWaveFleet, CONNECTIONS, type FleetWorker, type WaveFleet } from "./wave-fleet";

/**
 * The disk of the database is full while a wave's audience is taken, and again, for `seconds`, while it is sent: the wave waits, its page opens, the worker says so, and it
 * goes on by itself. The worker lives, so it tells what the relay said however long that takes, and nobody is in doubt.
 */
export async function fillTables({ recipients, seconds }: { recipients: number; seconds: number }): Promise<void> {
  const disk = await aSmallDisk();
  const fleet = await aWaveFleet(disk.url, recipients);
  fleet.sink.delay(20);
  await outgrow(fleet);
  await disk.fillTables();
  const worker = await fleet.start();
  await expectRefused(fleet, worker, "freezing");
  expect(await fleet.states(), "an audience is taken part by part").toEqual({});
  await disk.freeTables();
  await fleet.reach(100);

  // A row that changes needs new room only while somebody still looks at its old versions, as a backup does.
  const backup = new pg.Client({ connectionString: disk.url, application_name: "test-backup" });
  await backup.connect();
  onTestFinished(() => backup.end());
  await backup.query("begin isolation level repeatable read; select count(*) from deliveries");
  await disk.fillTables();
  await expectRefused(fleet, worker, "sending");
  const filledAt = performance.now();
  await vi.waitFor(() => expect(performance.now() - filledAt).toBeGreaterThan(seconds * 1_000), { timeout: seconds * 1_000 + 10_000, interval: 100 });
  const { "handing-over": open = 0, "in-doubt": doubted = 0 } = await fleet.states();
  expect(open).toBeGreaterThan(0);
  expect(open + doubted).toBeLessThanOrEqual(2 * CONNECTIONS);
  await disk.freeTables();
  fleet.sink.delay(0);
  await goesOn(fleet);
  await vi.waitFor(async () => expect((await worker.ready()).status).toBe(200), { timeout: 30_000, interval: 200 });
  expect(await fleet.expectWhole()).toBe(0);
  expectAlive([worker]);
}

/** Make the table of messages larger than a file may be from now on, by rows that never were, so that a wave needs few people to find no room in it. */
async function outgrow({ parts, wave }: WaveFleet): Promise<void> {
  await parts.db.$client.query(`begin; insert into deliveries (wave_id, range_no, subject_id, channel) select '${wave.id}', 0, n, 'email' from generate_series(1, 10000) n; rollback`);
}

async function expectRefused(fleet: WaveFleet, worker: FleetWorker, state: "freezing" | "sending"): Promise<void> {
  await vi.waitFor(async () => expect(await worker.ready()).toMatchObject({ status: 503, checks: { database: true, writable: false } }), { timeout: 30_000, interval: 50 });
  expect(await worker.metric("amends_database_writable")).toBe(0);
  // Those who look at it are not stopped by what cannot be written.
  expect((await getWaveOverview(staffContext(fleet.parts, ["comms"]), fleet.wave.id)).state).toBe(state);
  // What was under way when the first was refused is answered within this.
  let still = -1;
  await vi.waitFor(() => {
    const before = still;
    still = fleet.taken();
    expect(still).toBe(before);
  }, { timeout: 10_000, interval: 500 });
  expect(still).toBeLessThan(fleet.recipients);
}

/**
 * The log of the database cannot grow in the middle of a wave, which ends PostgreSQL. When it is started with room again, the wave goes on, and nobody is written to twice:
 * what is marked is on disk before its message is begun, whatever the server's defaults are (those of a server for tests are not to wait for the disk).
 */
export async function fillLog({ recipients, times }: { recipients: number; times: number }): Promise<void> {
  const disk = await aSmallDisk();
  const fleet = await aWaveFleet(disk.url, recipients);
  fleet.sink.delay(2);
  const worker = await fleet.start();
  for (let time = 1; time <= times; time++) {
    await fleet.reach(Math.floor((recipients * time) / (times + 1)), 120_000);
    await disk.fillLog();
    await vi.waitFor(() => expect(disk.serverLog().match(/PANIC: {2}could not write to log file .*File too large/g)).toHaveLength(time), { timeout: 30_000, interval: 50 });
    await vi.waitFor(async () => expect(await worker.ready()).toMatchObject({ status: 503 }), { timeout: 30_000, interval: 50 });
    disk.stop("immediate");
    await disk.startAgain();
    await goesOn(fleet);
  }
  expect(await fleet.expectWhole()).toBe(0);
  expectAlive([worker]);
}
