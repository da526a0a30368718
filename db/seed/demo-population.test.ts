import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { listDatasets } from "@/domain/exposure/queries";
import { listRecordsOfContact, openSubject } from "@/domain/exposure/subject-records";
import { contactIndex } from "@/domain/keys/sealed";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { anIncident } from "@/test/incidents";
import { seedPopulation } from "./demo-population";

const database = useDatabase();

it("publishes the demo's people once, by two persons", async () => {
  const { id } = await anIncident(database.db);
  const population = { incidentId: id, importer: randomUUID(), publisher: randomUUID(), people: Number(process.env.DEMO_PEOPLE ?? 300) };
  expect(await seedPopulation(database.parts, population)).toBe(true);
  expect(await seedPopulation(database.parts, population)).toBe(false);
  expect(await listDatasets(staffContext(database.parts, ["auditor"]), id)).toMatchObject([{ version: 1, current: true, people: population.people, importedBy: population.importer, publishedBy: population.publisher }]);
  const found = await listRecordsOfContact(database.parts, id, "email", await contactIndex(database.parts.keys, id, "email", "minji.kim@example.com"));
  const record = found?.records[0];
  expect(record && (await openSubject(database.parts, id, record))).toMatchObject({ ref: "A-000001", h: { names: "김••" } });
});
