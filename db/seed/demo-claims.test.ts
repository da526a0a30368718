import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { roles, type Role } from "@/db/values/roles";
import { listAgents } from "@/domain/claims/desk/list-agents";
import { listMacros, listReplies } from "@/domain/claims/desk/macros/list-team-texts";
import { countClaims, listClaims } from "@/domain/claims/queries/list-claims";
import { listBatches } from "@/domain/payments/queries";
import { listClaimStaff } from "@/domain/staff/queries";
import { staffContext } from "@/test/contexts";
import { useDatabase } from "@/test/database";
import { aStaffMember } from "@/test/staff";
import { seedClaims } from "./demo-claims";
import { seedIncident } from "./demo-incident";
import { seedPopulation } from "./demo-population";
import { seedProgramme } from "./demo-programme";

const database = useDatabase();

it("files claims in both languages once, gives some to the team, leaves a batch to be released, and gives the team something to work with", async () => {
  const { parts } = database;
  const staff = Object.fromEntries(await Promise.all(roles.map(async (role) => [role, (await aStaffMember(parts, [role])).id]))) as Record<Role, string>;
  const { incidentId } = await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID(), slug: `demo-${randomUUID().slice(0, 8)}` });
  await seedPopulation(parts, { incidentId, importer: staff.security, publisher: staff.approver, people: 120 });
  const programmeId = await seedProgramme(parts, { incidentId, author: staff.finance, opener: staff.approver });
  const seed = () => seedClaims(parts, { incidentId, programmeId, staff, people: 120, claims: 24 });
  await seed();
  const lead = staffContext(parts, ["lead"], staff.lead);
  const counts = await countClaims(lead, incidentId);
  expect(Object.values(counts).reduce((sum, count) => sum + count, 0)).toBe(24);
  expect([counts["in-review"], counts.approved]).toEqual([2, 2]);
  expect((await listClaims(lead, incidentId, { locale: "en" })).claims.length).toBeGreaterThan(0);
  expect((await listClaims(lead, incidentId, { assigned: "somebody", state: "submitted" })).claims).toHaveLength(3);
  expect((await listClaims(lead, incidentId, { flag: "noted" })).claims).toHaveLength(2);
  expect((await listAgents(lead, await listClaimStaff(lead))).filter(({ setUp }) => setUp)).toHaveLength(2);
  // A batch waits for the second person.
  expect((await listBatches(staffContext(parts, ["finance"], staff.finance), incidentId)).map(({ state, payments }) => [state, payments])).toEqual([["draft", 2]]);
  await seed();
  expect(await countClaims(lead, incidentId)).toEqual(counts);
  expect([(await listReplies(lead)).length, (await listMacros(lead)).length]).toEqual([1, 1]);
});
