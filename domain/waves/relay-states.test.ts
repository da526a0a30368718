import { sql } from "drizzle-orm";
import { expect, it } from "vitest";
import { staffContext, systemContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { listRelays } from "./queries/list-relays";
import { recordRelayStates } from "./record-relay-states";
import type { RelayReport } from "./types";

const database = useDatabase();
const report = (name: string, more: Partial<RelayReport> = {}): RelayReport => ({ name, lanes: ["person", "bulk"], phase: "closed", why: null, words: "", restsFor: 0, inFlight: 1, meanMs: 40, accepted: 10, failed: 0, ...more });

it("shows each relay as all workers find it together, and forgets workers that are gone", async () => {
  const worker = systemContext(database.parts);
  const staff = staffContext(database.parts, ["support"]);
  const busy = { phase: "open", why: "busy", words: "421 too busy", restsFor: 60_000 } as const;
  await recordRelayStates(worker, "a:1", [report("zeta"), report("alpha", busy), report("third", { ...busy, restsFor: 0 })]);
  await recordRelayStates(worker, "b:1", [report("zeta", { lanes: ["bulk"], meanMs: 60 }), report("alpha", { ...busy, why: "connection", words: "ECONNREFUSED", restsFor: 90_000 }), report("third", busy)]);
  await recordRelayStates(worker, "b:1", [report("zeta", { lanes: ["bulk"], meanMs: 60 }), report("alpha"), report("third", { ...busy, restsFor: 0 })]);
  const [zeta, alpha, third] = await listRelays(staff);
  expect(zeta).toEqual({ name: "zeta", lanes: ["bulk"], state: "in-use", why: null, words: "", restsFor: null, inFlight: 2, meanMs: 50 });
  expect(alpha).toMatchObject({ name: "alpha", state: "partly", why: "busy", words: "421 too busy" });
  expect(alpha!.restsFor).toBeGreaterThan(50);
  expect(third).toMatchObject({ state: "to-be-tried", restsFor: 0, meanMs: null });

  await database.db.execute(sql`update relay_states set seen_at = clock_timestamp() - interval '31 seconds' where process = 'a:1'`);
  expect((await listRelays(staff)).map(({ state }) => state)).toEqual(["in-use", "in-use", "to-be-tried"]);
  await database.db.execute(sql`update relay_states set seen_at = clock_timestamp() - interval '2 hours' where process = 'a:1'`);
  await recordRelayStates(worker, "b:1", []);
  const { rows } = await database.db.execute<{ process: string }>(sql`select distinct process from relay_states`);
  expect(rows).toEqual([{ process: "b:1" }]);
  await expect(listRelays(staffContext(database.parts, []))).rejects.toThrow("forbidden");
});
