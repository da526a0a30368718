import { and, asc, eq } from "drizzle-orm";
import { programmes } from "@/db/schema/programmes";
import type { Executor } from "../kernel/transaction";
import type { IncidentId, ProgrammeId } from "../kernel/ids";
import { programmeTexts, type Programme } from "./types";

/** The programmes that people can file under or soon can, earliest first. Wording and dates are public, so there is no gate here. */
export async function listOpenProgrammes(db: Executor, incidentId: string): Promise<Programme[]> {
  const rows = await db
    .select()
    .from(programmes)
    .where(and(eq(programmes.incidentId, incidentId), eq(programmes.state, "open")))
    .orderBy(asc(programmes.opensAt), asc(programmes.id));
  return rows.map(toProgramme);
}

export async function findProgramme(db: Executor, incidentId: string, slug: string): Promise<Programme | null> {
  const [row] = await db.select().from(programmes).where(and(eq(programmes.incidentId, incidentId), eq(programmes.slug, slug)));
  return row ? toProgramme(row) : null;
}

export async function findProgrammeById(db: Executor, id: string): Promise<Programme | null> {
  const [row] = await db.select().from(programmes).where(eq(programmes.id, id));
  return row ? toProgramme(row) : null;
}

function toProgramme(row: typeof programmes.$inferSelect): Programme {
  return {
    ...row,
    id: row.id as ProgrammeId,
    incidentId: row.incidentId as IncidentId,
    texts: programmeTexts.parse(row.texts),
  };
}
