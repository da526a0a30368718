import { and, eq, sql } from "drizzle-orm";
import { imports } from "@/db/schema/exposure";
import { Conflict } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";

/** A file that is being loaded may hold the person, and was asked already who stays out. Whoever begins one meanwhile waits for the incident's row. @throws {Conflict} */
export async function requireNoImport(tx: Executor, incidentId: string): Promise<void> {
  await tx.execute(sql`select from incidents where id = ${incidentId} for update`);
  const [running] = await tx.select({ id: imports.id }).from(imports).where(and(eq(imports.incidentId, incidentId), sql`${imports.state} in ('loading', 'merging')`)).limit(1);
  if (running) throw new Conflict("key-import-running");
}
