import { and, eq, sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { datasetCells, subjects } from "@/db/schema/exposure";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { Executor } from "../kernel/transaction";
import { audienceRows, ownColumns } from "./audience-rows";
import { cellsAnswer } from "./rules";
import type { Audience, AudienceSum } from "./types";

/** Sum up an audience in one dataset version, exactly: over a few cells where they answer, else over the people's own rows, which takes as long as reading them. */
export async function countAudience(db: Executor, incidentId: string, version: number, kind: NoticeKind, audience: Audience): Promise<AudienceSum> {
  if (cellsAnswer(audience)) return countInCells(db, incidentId, version, kind, audience);
  const groups = await db
    .select(sums(subjects, sql`count(*)`))
    .from(subjects)
    .where(await audienceRows(db, incidentId, version, kind, audience))
    .groupBy(subjects.locale, subjects.country);
  return fold(groups);
}

/** Sum up those whom an audience's own columns let in: exact where these are all it asks for, else the most it can be. */
export async function countInCells(db: Executor, incidentId: string, version: number, kind: NoticeKind, audience: Audience): Promise<AudienceSum> {
  const condition = await ownColumns(db, incidentId, kind, audience);
  const groups = await db
    .select(sums(datasetCells, sql`sum(${datasetCells.people})`))
    .from(datasetCells)
    .where(and(eq(datasetCells.incidentId, incidentId), eq(datasetCells.version, version), condition(datasetCells)))
    .groupBy(datasetCells.locale, datasetCells.country);
  return fold(groups);
}

interface Group {
  locale: string;
  country: string;
  people: string;
  confirmed: string;
  possible: string;
}

function sums<L extends AnyPgColumn, C extends AnyPgColumn>({ locale, country, confirmed, possible }: { locale: L; country: C; confirmed: AnyPgColumn; possible: AnyPgColumn }, people: SQL) {
  return { locale, country, people: sql<string>`${people}`, confirmed: sql<string>`bit_or(${confirmed})`, possible: sql<string>`bit_or(${possible})` };
}

function fold(groups: readonly Group[]): AudienceSum {
  const bits = (of: (group: Group) => string) => groups.reduce((all, group) => all | BigInt(of(group)), 0n);
  const names = (of: (group: Group) => string) => [...new Set(groups.map(of))].sort();
  return { people: groups.reduce((all, { people }) => all + Number(people), 0), confirmed: bits((group) => group.confirmed), possible: bits((group) => group.possible), locales: names(({ locale }) => locale), countries: names(({ country }) => country) };
}
