import { and, eq, inArray, sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { datasetCells, subjects } from "@/db/schema/exposure";
import { incidentDataClasses, incidents } from "@/db/schema/incidents";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { Executor } from "../kernel/transaction";
import type { Audience } from "./types";

const EVERY_BIT = 2n ** 63n - 1n;

interface AudienceColumns {
  confirmed: AnyPgColumn;
  possible: AnyPgColumn;
  cleared: AnyPgColumn;
  locale: AnyPgColumn;
}

/**
 * Say who is in an audience as a condition on rows that have bitmaps and a language. Something of theirs leaked or may have, for an all-clear something was
 * cleared: nobody gets a notice of a leak that is not theirs.
 */
export async function audienceCondition(db: Executor, incidentId: string, kind: NoticeKind, { dataClasses, locales }: Audience): Promise<(columns: AudienceColumns) => SQL | undefined> {
  const mask = dataClasses.length === 0 ? EVERY_BIT : await maskOf(db, incidentId, dataClasses);
  return (columns) => {
    const bits = kind === "all-clear" ? sql`${columns.cleared}` : sql`(${columns.confirmed} | ${columns.possible})`;
    return and(sql`${bits} & ${mask.toString()}::bigint <> 0`, locales.length > 0 ? inArray(columns.locale, [...locales]) : undefined);
  };
}

async function maskOf(db: Executor, incidentId: string, slugs: readonly string[]): Promise<bigint> {
  const rows = await db.select({ bit: incidentDataClasses.bit }).from(incidentDataClasses).where(and(eq(incidentDataClasses.incidentId, incidentId), inArray(incidentDataClasses.slug, [...slugs])));
  return rows.reduce((bits, { bit }) => bits | (1n << BigInt(bit)), 0n);
}

/** Count an audience in one dataset version: exact, and a sum over a few cells. */
export async function countAudience(db: Executor, incidentId: string, version: number, kind: NoticeKind, audience: Audience): Promise<number> {
  const condition = await audienceCondition(db, incidentId, kind, audience);
  const [row] = await db
    .select({ people: sql<string>`coalesce(sum(${datasetCells.people}), 0)` })
    .from(datasetCells)
    .where(and(eq(datasetCells.incidentId, incidentId), eq(datasetCells.version, version), condition(datasetCells)));
  return Number(row?.people ?? 0);
}

/** The rows of an incident's subjects that one version shows. */
export function visibleSubjects(incidentId: string, version: number): SQL {
  return sql`${subjects.incidentId} = ${incidentId} and ${subjects.fromVersion} <= ${version} and ${subjects.toVersion} > ${version}`;
}

export async function publishedVersionOf(db: Executor, incidentId: string): Promise<number | null> {
  const [row] = await db.select({ version: incidents.publishedVersion }).from(incidents).where(eq(incidents.id, incidentId));
  return row?.version ?? null;
}
