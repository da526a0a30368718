import { eq } from "drizzle-orm";
import { incidents } from "@/db/schema/incidents";
import type { Executor } from "../kernel/transaction";

/** The dataset version that every reader sees; null while none is published. */
export async function publishedVersionOf(db: Executor, incidentId: string): Promise<number | null> {
  const [row] = await db.select({ version: incidents.publishedVersion }).from(incidents).where(eq(incidents.id, incidentId));
  return row?.version ?? null;
}
