import pg from "pg";
import { expect, onTestFinished, vi } from "vitest";
import { aPrivatePostgres } from "./private-postgres";
import { aWaveFleet, CONNECTIONS, type FleetWorker, type WaveFleet } from "./wave-fleet";

/** After the database is back a wave goes on within this. */
const RECOVERED_MS = 15_000;
const WORKERS = 2;

/** PostgreSQL is restarted in the middle of a wave: the workers live, the wave goes on, and what the relay said meanwhile is told afterwards. */
export async function restartPostgres({ recipients, restarts }: { recipients: number; restarts: number }): Promise<void> {
  const postgres = await aPrivatePostgres();
  const fleet = await aWaveFleet(postgres.url, recipients);
  fleet.sink.delay(10);
  const workers = await Promise.all(Array.from({ length: WORKERS }, () => fleet.start()));
  for (let restart = 1; restart <= restarts; restart++) {
    await fleet.reach(Math.floor((recipients * restart) / (restarts + 1)), 120_000);
    postgres.stop("fast");
    await postgres.startAgain();
    await goesOn(fleet);
  }
  const doubted = await fleet.expectWhole();
  expect(doubted).toBeLessThanOrEqual(WORKERS * 2 * CONNECTIONS * restarts);
  expectAlive(workers);
}

/** Every connection of the workers is ended once a second, for a while. */
export async function endBackends(url: string, { recipients, seconds }: { recipients: number; seconds: number }): Promise<void> {
  const fleet = await aWaveFleet(url, recipients, { perSecond: Math.ceil(recipients / (seconds * 2)) });
  const workers = await Promise.all(Array.from({ length: WORKERS }, () => fleet.start()));
  await fleet.reach(10);
  const admin = new pg.Client({ connectionString: url });
  await admin.connect();
  let ended = 0;
  for (let second = 0; second < seconds; second++) {
    const { rowCount } = await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name like 'amends-%' and application_name <> 'amends-test' and pid <> pg_backend_pid()");
    ended += rowCount ?? 0;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  await admin.end();
  expect(ended).toBeGreaterThanOrEqual(seconds * WORKERS);
  await goesOn(fleet);
  expectAlive(workers);
  await fleet.expectWhole();
  expectAlive(workers);
}

/** The database takes no writes for a while, as one that has failed over or run full: nothing leaves, the workers say so, and the wave goes on by itself. */
export async function refuseWrites(url: string, { recipients }: { recipients: number }): Promise<void> {
  const fleet = await aWaveFleet(url, recipients);
  fleet.sink.delay(10);
  const worker = await fleet.start();
  await fleet.reach(Math.floor(recipients / 4));
  const admin = new pg.Client({ connectionString: url, options: "-c default_transaction_read_only=off" });
  await admin.connect();
  onTestFinished(() => admin.end());
  const name = new URL(url).pathname.slice(1);
  const set = async (readOnly: boolean) => {
    await admin.query(`alter database ${name} set default_transaction_read_only = ${readOnly ? "on" : "off"}`);
    if (readOnly) await admin.query("select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name in ('amends-worker', 'amends-ledger', 'amends-reaper')");
  };
  await set(true);
  await vi.waitFor(async () => expect(await worker.ready()).toMatchObject({ status: 503, checks: { writable: false } }), { timeout: 30_000, interval: 200 });
  expect(await worker.metric("amends_database_writable")).toBe(0);
  const still = fleet.taken();
  expect(still).toBeLessThan(recipients);
  for (let look = 0; look < 20; look++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(fleet.taken(), "nothing leaves that cannot be written down").toBe(still);
  }
  await set(false);
  await goesOn(fleet);
  await vi.waitFor(async () => expect((await worker.ready()).status).toBe(200), { timeout: 30_000, interval: 200 });
  expect(await fleet.expectWhole()).toBeLessThanOrEqual(2 * CONNECTIONS);
  expectAlive([worker]);
}

/** After the database is back. */
export async function goesOn(fleet: WaveFleet): Promise<void> {
  const before = fleet.taken();
  if (before === fleet.recipients) return;
  await vi.waitFor(() => expect(fleet.taken()).toBeGreaterThan(before), { timeout: RECOVERED_MS, interval: 50 });
}

export function expectAlive(workers: readonly FleetWorker[]): void {
  for (const { child } of workers) expect([child.exitCode, child.signalCode]).toEqual([null, null]);
}
