import { expect, it } from "vitest";
import { useDatabase } from "@/test/database";
import { killImporter, killPostgres } from "@/test/killed-imports";

const database = useDatabase();

it("an importer killed twelve times loses nobody and brings nobody twice", async () => {
  expect(await killImporter(database, { people: 600_000, kills: 12, within: 4_000 })).toBeGreaterThan(8);
});

it("a PostgreSQL whose whole tree is killed four times mid-import loses nobody and brings nobody twice", async () => {
  await killPostgres({ people: 300_000, kills: 4, within: 6_000 });
});
