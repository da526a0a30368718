import { eq, sql, type SQL } from "drizzle-orm";
import { incidentDataClasses } from "@/db/schema/incidents";
import type { Executor } from "../kernel/transaction";

/** The bits that some classes have in an incident. A class that has none counts for nobody: it never leaked here. */
export type Bits = (slugs: readonly string[]) => bigint;

/** Read which bits an incident's classes have. */
export async function classBits(db: Executor, incidentId: string): Promise<Bits> {
  const rows = await db.select({ slug: incidentDataClasses.slug, bit: incidentDataClasses.bit }).from(incidentDataClasses).where(eq(incidentDataClasses.incidentId, incidentId));
  const known = new Map(rows.map(({ slug, bit }) => [slug, 1n << BigInt(bit)]));
  return (slugs) => slugs.reduce((all, slug) => all | (known.get(slug) ?? 0n), 0n);
}

/** A bitmap as a number for SQL. */
export function inSql(bits: bigint): SQL {
  return sql`${bits.toString()}::bigint`;
}
