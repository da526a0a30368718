import { sql } from "drizzle-orm";
import { expect, vi } from "vitest";
import { aWaveFleet } from "./wave-fleet";

const HOUR_MS = 3_600_000;

/** Two workers whose clocks are off by an hour, one each way: leases, pauses and the pace go by the database's clock, so the wave is sent as always; both say that their clocks are off. */
export async function shiftClocks(url: string, { recipients }: { recipients: number }): Promise<void> {
  const fleet = await aWaveFleet(url, recipients, { perSecond: Math.ceil(recipients / 6) });
  fleet.sink.answer((to) => (to === "person7@example.com" ? 451 : null));
  const preload = process.env.AMENDS_TEST_CLOCK;
  const [ahead, behind] = await Promise.all([HOUR_MS, -HOUR_MS].map((ms) => fleet.start(url, { SHIFT_MS: String(ms) }, preload)));
  await vi.waitFor(async () => {
    const { accepted = 0, deferred = 0 } = await fleet.states();
    expect([accepted, deferred]).toEqual([recipients - 1, 1]);
  }, { timeout: 60_000, interval: 100 });
  expect(Math.round((await ahead!.metric("amends_clock_skew_seconds")) / 10)).toBe(360);
  expect(Math.round((await behind!.metric("amends_clock_skew_seconds")) / 10)).toBe(-360);
  // Looked at every few seconds by whichever worker, and put off by the minute and not by the hour.
  const { rows } = await fleet.parts.db.execute<{ looks: number; wait: number }>(sql`
    select (select count(*)::int from wave_samples where wave_id = ${fleet.wave.id}) as looks,
      (select extract(epoch from next_at - clock_timestamp())::int from deliveries where wave_id = ${fleet.wave.id} and state = 'deferred') as wait`);
  expect(rows[0]?.looks).toBeGreaterThanOrEqual(2);
  expect(rows[0]?.wait).toBeGreaterThan(0);
  expect(rows[0]?.wait).toBeLessThanOrEqual(60);
  fleet.sink.answer(() => null);
  await fleet.parts.db.execute(sql`update deliveries set next_at = clock_timestamp() where wave_id = ${fleet.wave.id} and state = 'deferred'`);
  await fleet.parts.db.execute(sql`update wave_ranges set next_due_at = clock_timestamp() where wave_id = ${fleet.wave.id} and next_due_at is not null`);
  await fleet.parts.db.execute(sql`update graphile_worker._private_jobs set run_at = clock_timestamp() where locked_at is null`);
  expect(await fleet.expectWhole()).toBe(0);
}
