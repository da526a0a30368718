import { expect, it } from "vitest";
import { useDatabase } from "./database";
import { killImporter, killPostgres } from "./killed-imports";

// The short forms; test/faults has the long ones.
const database = useDatabase();

it("an importer killed three times loses nobody and brings nobody twice", async () => {
  expect(await killImporter(database, { people: 15_000, kills: 3, within: 1_500 })).toBeGreaterThan(0);
}, 120_000);

it("a PostgreSQL whose whole tree is killed mid-import loses nobody and brings nobody twice", async () => {
  await killPostgres({ people: 20_000, kills: 1, within: 200 });
}, 120_000);
