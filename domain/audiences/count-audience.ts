import { and, eq, sql } from "drizzle-orm";
import { datasetCells, subjects } from "@/db/schema/exposure";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { Executor } from "../kernel/transaction";
import { audienceRows, ownColumns } from "./audience-rows";
import { cellsAnswer } from "./rules";
import type { Audience } from "./types";

/** Count an audience in one dataset version, exactly: a sum over a few cells where they answer, else over the people's own rows, which takes as long as reading them. */
export async function countAudience(db: Executor, incidentId: string, version: number, kind: NoticeKind, audience: Audience): Promise<number> {
  if (cellsAnswer(audience)) return countInCells(db, incidentId, version, kind, audience);
  const [row] = await db.select({ people: sql<string>`count(*)` }).from(subjects).where(await audienceRows(db, incidentId, version, kind, audience));
  return Number(row?.people ?? 0);
}

/** Count those whom an audience's own columns let in: exact where these are all it asks for, else the most it can be. */
export async function countInCells(db: Executor, incidentId: string, version: number, kind: NoticeKind, audience: Audience): Promise<number> {
  const condition = await ownColumns(db, incidentId, kind, audience);
  const [row] = await db
    .select({ people: sql<string>`coalesce(sum(${datasetCells.people}), 0)` })
    .from(datasetCells)
    .where(and(eq(datasetCells.incidentId, incidentId), eq(datasetCells.version, version), condition(datasetCells)));
  return Number(row?.people ?? 0);
}
