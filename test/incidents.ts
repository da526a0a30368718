import { randomUUID } from "node:crypto";
import { incidentDataClasses, incidents } from "@/db/schema/incidents";
import type { Database } from "@/db/client";

export const referenceClasses = ["names", "email-addresses", "phone-numbers", "physical-addresses", "access-codes", "purchases"] as const;

/** An incident with the data classes of the reference case, in that order of bits. */
export async function anIncident(db: Database): Promise<{ id: string; bit: (slug: (typeof referenceClasses)[number]) => bigint }> {
  const [row] = await db.insert(incidents).values({ slug: `incident-${randomUUID().slice(0, 8)}` }).returning({ id: incidents.id });
  if (!row) throw new Error("no incident");
  await db.insert(incidentDataClasses).values(referenceClasses.map((slug, bit) => ({ incidentId: row.id, bit, slug })));
  return { id: row.id, bit: (slug) => 1n << BigInt(referenceClasses.indexOf(slug)) };
}
