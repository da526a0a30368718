import { expect, test } from "vitest";
import { fillTables } from "@/bench/plan-rows";
import { aProgramme } from "./claims";
import { useDatabase } from "./database";
import { aPublishedIncident } from "./lookups";
import { aStaffMember } from "./staff";

const database = useDatabase();

test("the rows that plans are looked at with fit the tables as they are", async () => {
  const { parts } = database;
  const incident = await aPublishedIncident(parts, "ref,email,confirmed\na,somebody@example.com,names");
  const programme = await aProgramme(parts, incident);
  const { id } = await aStaffMember(parts, ["support"]);
  await fillTables({ ...parts, db: database.db }, { rows: 1_000, incidentId: incident.id, programmeId: programme.id, staffIds: [id] });
  const { rows } = await database.db.execute<{ n: number }>(`select count(*)::int as n from audit_leaves`);
  expect(rows[0]?.n).toBeGreaterThanOrEqual(1_000);
});
