import { asc, eq } from "drizzle-orm";
import { incidentDataClasses } from "@/db/schema/incidents";
import type { IncidentDataClass } from "../../incidents/types";
import type { Executor } from "../../kernel/transaction";

/** Every class that has a bit in the incident's bitmaps, in the order of bits. */
export async function listDataClasses(db: Executor, incidentId: string): Promise<IncidentDataClass[]> {
  return db.select({ bit: incidentDataClasses.bit, slug: incidentDataClasses.slug }).from(incidentDataClasses).where(eq(incidentDataClasses.incidentId, incidentId)).orderBy(asc(incidentDataClasses.bit));
}
