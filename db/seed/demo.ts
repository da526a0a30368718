import { randomUUID } from "node:crypto";
import { incidents } from "@/db/schema/incidents";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { seedIncident } from "./demo-incident";

/** Fill an empty installation with the demo story. False, and nothing is touched, when there is an incident already. */
export async function seedDemo(parts: ProcessParts): Promise<boolean> {
  const existing = await parts.db.select({ id: incidents.id }).from(incidents).limit(1);
  if (existing.length > 0) return false;
  await seedIncident(parts, { editor: randomUUID(), publisher: randomUUID() });
  return true;
}
