import { asc, eq } from "drizzle-orm";
import { incidentDataClasses } from "@/db/schema/incidents";
import type { Executor } from "../kernel/transaction";
import type { RevisionContent } from "./types";

/**
 * Give every leaked class of the words a bit, the next free one. A bit once given stays with its class, also when the class leaves the words:
 * subjects' bitmaps are written with it. The caller holds the incident's open revision, so two editors do not number at once.
 */
export async function registerDataClasses(tx: Executor, incidentId: string, content: RevisionContent): Promise<void> {
  const held = await tx.select().from(incidentDataClasses).where(eq(incidentDataClasses.incidentId, incidentId)).orderBy(asc(incidentDataClasses.bit));
  const fresh = content.leaked.map(({ slug }) => slug).filter((slug) => !held.some((row) => row.slug === slug));
  const next = (held.at(-1)?.bit ?? -1) + 1;
  if (fresh.length > 0) await tx.insert(incidentDataClasses).values(fresh.map((slug, i) => ({ incidentId, bit: next + i, slug })));
}
