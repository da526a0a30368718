import { expect, it, vi } from "vitest";
import { openKeyRing } from "@/domain/keys/key-ring";
import { listKeys } from "@/domain/keys/register/queries";
import { loadKeyEncryptionKey } from "@/lib/key-encryption-key";
import { processKey, startCli } from "@/test/cli";
import { systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anIncidentOfMany, expectKeyGone, lookAllTheWhile } from "@/test/rotating-index";

const database = useDatabase();
const PEOPLE = 1_000_000;

it("the index key of a million people is rotated by a process that is killed twice, and no lookup fails meanwhile", { timeout: 900_000 }, async () => {
  const kek = loadKeyEncryptionKey({ AMENDS_KEY_FILE: undefined, ...processKey });
  const parts = { ...database.parts, keys: openKeyRing(database.db, kek) };
  const { id: incidentId } = await anIncidentOfMany(parts, PEOPLE);
  const old = await parts.keys.current("blind-index", incidentId);
  const looking = lookAllTheWhile(database.url, kek, { incidentId, people: PEOPLE, processes: 3 });
  const began = performance.now();
  const run = () => startCli(database.url, ["keys", "rotate", "blind-index", incidentId]);
  for (const share of [20, 60]) {
    const running = run();
    const reached = () => Math.max(0, ...[...running.errors().matchAll(/(\d+) %/g)].map(([, percent]) => Number(percent)));
    await vi.waitFor(() => expect(reached()).toBeGreaterThanOrEqual(share), { timeout: 400_000, interval: 20 });
    expect(running.child.kill("SIGKILL")).toBe(true);
    expect((await running.ended).status).toBeNull();
  }
  const last = await run().ended;
  expect(last).toMatchObject({ status: 0 });
  const seconds = (performance.now() - began) / 1000;
  const { lookups, failed, slowestMs } = await looking.stop();
  expect(failed.slice(0, 5)).toEqual([]);
  expect(lookups).toBeGreaterThan(1_000);
  await expectKeyGone(parts, { incidentId, people: PEOPLE, old }, openKeyRing(database.db, kek));
  const states = (await listKeys(systemContext(parts))).filter(({ kind }) => kind === "blind-index").map(({ state }) => state);
  expect(states).toEqual(["active", "destroyed"]);
  console.log(`rotated ${PEOPLE} people in ${seconds.toFixed(0)} s with two kills; ${lookups} lookups meanwhile, none failed, the slowest took ${slowestMs.toFixed(0)} ms`);
});
