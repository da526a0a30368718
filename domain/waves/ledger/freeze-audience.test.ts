import { sql } from "drizzle-orm";
import { expect, test } from "vitest";
import { useDatabase } from "@/test/database";
import { aFrozenWave, anIncidentWithPeople, expectInvariants, people } from "@/test/waves";

/** More than one part, so that later parts look for contact points in earlier ones. */
const PEOPLE = 12_000;
/** Looks into the index of contact points that each person may cost, whatever the planner has heard. */
const LOOKS_EACH = 10;

const database = useDatabase();

async function looksIntoContactPoints(): Promise<number> {
  const { rows } = await database.parts.db.transaction(async (tx) => {
    await tx.execute(sql`select pg_stat_force_next_flush()`);
    return tx.execute<{ looks: string }>(sql`select sum(idx_scan) as looks from pg_stat_user_tables where relname ~ '^contact_points'`);
  });
  return Number(rows[0]?.looks ?? 0);
}

test("a second wave to the same people is frozen with as few looks as the first, though the planner has statistics of the first alone", async () => {
  const { parts } = database;
  const { versionId } = await anIncidentWithPeople(parts, people(PEOPLE));
  await aFrozenWave(parts, versionId);
  await parts.db.execute(sql`analyze`);
  const before = await looksIntoContactPoints();
  const second = await aFrozenWave(parts, versionId);
  expect((await looksIntoContactPoints()) - before).toBeLessThan(LOOKS_EACH * PEOPLE);
  expect((await expectInvariants(parts, second.id)).deliveries).toEqual({ pending: PEOPLE });
});
