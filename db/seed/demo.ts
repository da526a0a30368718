import { incidents } from "@/db/schema/incidents";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { seedIncident } from "./demo-incident";
import { seedNotices } from "./demo-notices";
import { seedPopulation } from "./demo-population";
import { seedProgramme } from "./demo-programme";
import { seedStaff } from "./demo-staff";

/** Fill an empty installation with the demo story. False, and nothing is touched, when there is an incident already. */
export async function seedDemo(parts: ProcessParts, options: { password: string; people: number }): Promise<boolean> {
  const existing = await parts.db.select({ id: incidents.id }).from(incidents).limit(1);
  if (existing.length > 0) return false;
  const staff = await seedStaff(parts, options.password);
  const { incidentId } = await seedIncident(parts, { editor: staff.comms, publisher: staff.approver });
  await seedPopulation(parts, { incidentId, importer: staff.security, publisher: staff.approver, people: options.people });
  await seedProgramme(parts, { incidentId, author: staff.finance, opener: staff.approver });
  await seedNotices(parts, { incidentId, author: staff.comms, approver: staff.approver });
  return true;
}
