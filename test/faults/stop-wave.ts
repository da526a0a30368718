import { sql } from "drizzle-orm";
import { expect, onTestFinished, vi } from "vitest";
import { startTcpProxy } from "../tcp-proxy";
import { killWorker } from "../worker-process";
import { aWaveFleet, CONNECTIONS, type WaveFleet } from "./wave-fleet";

/** Another worker goes on with what a silent one left within this. */
const TAKEN_OVER_MS = 30_000;

/**
 * Fail exactly between the relay's 250 and our commit: the database falls silent while messages are with the relay, the relay takes them, and the worker is killed before
 * anybody was told. Each of them is in doubt, and none is sent again by itself. Returns how many there were.
 */
export async function answerAndDie(url: string, { kills }: { kills: number }): Promise<number> {
  const recipients = kills * 40 + 100;
  const fleet = await aWaveFleet(url, recipients);
  const proxy = await startTcpProxy(Number(new URL(url).port));
  onTestFinished(() => proxy.close());
  const answered = new Set<string>();
  for (let kill = 0; kill < kills; kill++) {
    const worker = await fleet.start(through(url, proxy.port), { WAVE_CONNECTIONS: "10" });
    const before = fleet.taken();
    await fleet.reach(before + 10, 120_000);
    fleet.sink.hold();
    await vi.waitFor(() => expect(fleet.sink.held()).toBe(10), { timeout: 60_000, interval: 2 });
    proxy.swallow();
    const known = fleet.taken();
    fleet.sink.release();
    await vi.waitFor(() => expect(fleet.taken()).toBeGreaterThanOrEqual(known + 10), { timeout: 10_000, interval: 2 });
    await killWorker(worker.child);
    for (const message of fleet.sink.messages.slice(known, known + 10)) answered.add(message.to[0] ?? "");
    proxy.cut();
  }
  expect(answered.size).toBe(10 * kills);
  await fleet.start();
  // Everybody of them is on the list, and nobody of them gets a second message.
  await vi.waitFor(async () => {
    const { pending = 0, "handing-over": open = 0, deferred = 0 } = await fleet.states();
    expect(pending + open + deferred).toBe(0);
  }, { timeout: 240_000, interval: 200 });
  const { rows } = await fleet.parts.db.execute<{ email: number }>(sql`select (subject_id - 2)::int as email from deliveries where wave_id = ${fleet.wave.id} and state = 'in-doubt'`);
  const doubted = new Set(rows.map(({ email }) => `person${email}@example.com`));
  expect([...answered].filter((to) => !doubted.has(to)), "taken by the relay, told to nobody, and not in doubt").toEqual([]);
  expect(doubted.size).toBeLessThanOrEqual(2 * 10 * kills);
  await fleet.expectWhole();
  return answered.size;
}

/** A worker that is asked to end lets its messages finish: it goes by itself, and nothing is in doubt. */
export async function askToEnd(url: string, { recipients, times }: { recipients: number; times: number }): Promise<void> {
  const fleet = await aWaveFleet(url, recipients);
  fleet.sink.delay(10);
  for (let time = 1; time <= times; time++) {
    const { child } = await fleet.start();
    await fleet.reach(Math.floor((recipients * time) / (times + 1)), 120_000);
    const gone = new Promise<[number | null, string | null]>((resolve) => child.once("exit", (code, signal) => resolve([code, signal])));
    child.kill("SIGTERM");
    expect(await gone).toEqual([0, null]);
    const { "handing-over": open = 0, "in-doubt": doubted = 0, accepted } = await fleet.states();
    expect([open, doubted, accepted]).toEqual([0, 0, fleet.taken()]);
  }
  await fleet.start();
  expect(await fleet.expectWhole()).toBe(0);
}

/** What befalls a worker that is still there, and ends. */
interface Silence {
  begin(): void;
  end(): void;
}

/**
 * A worker falls silent while its messages are with the relay, another goes on, and the first comes back with its late word: it changes nothing, and it works on. `seconds`
 * is how long it is silent at least.
 */
async function silence(fleet: WaveFleet, url: string, seconds: number, make: () => Silence): Promise<void> {
  const began = performance.now();
  fleet.sink.hold();
  await vi.waitFor(() => expect(fleet.sink.held()).toBe(CONNECTIONS), { timeout: 60_000, interval: 2 });
  const held = fleet.sink.held();
  const silent = make();
  silent.begin();
  fleet.sink.release();
  const known = fleet.taken();
  expect(known).toBeGreaterThanOrEqual(held);
  const other = await fleet.start(url);
  const since = performance.now();
  // Goes on with what the silent one left: what it had under way is put on the list, and everybody else gets their message.
  await vi.waitFor(async () => {
    const { "in-doubt": doubted = 0, accepted = 0, pending = 0 } = await fleet.states();
    expect([doubted + accepted, pending]).toEqual([fleet.recipients, 0]);
  }, { timeout: TAKEN_OVER_MS, interval: 100 });
  expect(performance.now() - since).toBeLessThan(TAKEN_OVER_MS);
  const before = await fleet.states();
  expect(before["in-doubt"]).toBeGreaterThanOrEqual(held);
  expect(before["in-doubt"]).toBeLessThanOrEqual(2 * CONNECTIONS);
  await vi.waitFor(() => expect(performance.now() - began).toBeGreaterThan(seconds * 1_000), { timeout: seconds * 1_000 + 10_000, interval: 100 });
  silent.end();
  await killWorker(other.child);
}

export async function stopAndGoOn(url: string, { recipients, seconds }: { recipients: number; seconds: number }): Promise<void> {
  const fleet = await aWaveFleet(url, recipients);
  const { child, ready } = await fleet.start();
  await fleet.reach(Math.floor(recipients / 4));
  await silence(fleet, url, seconds, () => ({ begin: () => child.kill("SIGSTOP"), end: () => child.kill("SIGCONT") }));
  await comesBack(fleet, ready);
}

export async function cutOffAndBack(url: string, { recipients, seconds }: { recipients: number; seconds: number }): Promise<void> {
  const fleet = await aWaveFleet(url, recipients);
  const proxy = await startTcpProxy(Number(new URL(url).port));
  onTestFinished(() => proxy.close());
  const { ready } = await fleet.start(through(url, proxy.port));
  await fleet.reach(Math.floor(recipients / 4));
  await silence(fleet, url, seconds, () => ({ begin: () => proxy.swallow(), end: () => proxy.deliver() }));
  await comesBack(fleet, ready);
}

/** The late word of the worker that was silent is refused, and it is ready for work again. */
async function comesBack(fleet: WaveFleet, ready: () => Promise<{ status: number }>): Promise<void> {
  const before = await fleet.states();
  await vi.waitFor(async () => expect((await ready()).status).toBe(200), { timeout: 30_000, interval: 200 });
  const { rows } = await fleet.parts.db.execute<{ n: number }>(sql`select count(*)::int as n from worker_processes`);
  expect(rows[0]?.n).toBeGreaterThan(0);
  expect(await fleet.states(), "a late word changes nothing").toEqual(before);
  await fleet.expectWhole();
}

function through(url: string, port: number): string {
  const proxied = new URL(url);
  proxied.port = String(port);
  return proxied.href;
}
