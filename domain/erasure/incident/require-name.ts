import { eq } from "drizzle-orm";
import { incidents } from "@/db/schema/incidents";
import { Invalid, NotFound } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";

/** Make sure that whoever acts means this incident: they type its name as it stands in its address. @throws {Invalid} @throws {NotFound} */
export async function requireName(tx: Executor, incidentId: string, typed: string): Promise<void> {
  const [row] = await tx.select({ slug: incidents.slug }).from(incidents).where(eq(incidents.id, incidentId));
  if (!row) throw new NotFound("incident");
  if (typed !== row.slug) throw new Invalid({ name: ["erasure-name"] });
}
