import { and, eq, inArray, sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { audienceReferences } from "@/db/schema/audiences";
import { subjects } from "@/db/schema/exposure";
import { incidentDataClasses } from "@/db/schema/incidents";
import { noticeTemplates, noticeTemplateVersions } from "@/db/schema/notices";
import { waves } from "@/db/schema/waves";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { Executor } from "../kernel/transaction";
import type { Audience } from "./types";

const EVERY_BIT = 2n ** 63n - 1n;

export interface AudienceColumns {
  confirmed: AnyPgColumn;
  possible: AnyPgColumn;
  cleared: AnyPgColumn;
  kind: AnyPgColumn;
  locale: AnyPgColumn;
  country: AnyPgColumn;
}

type Bits = (slugs: readonly string[]) => SQL;

/** The rows of an incident's subjects that one version shows. */
export function visibleSubjects(incidentId: string, version: number): SQL {
  return sql`${subjects.incidentId} = ${incidentId} and ${subjects.fromVersion} <= ${version} and ${subjects.toVersion} > ${version}`;
}

/**
 * Say who is in an audience as a condition on `subjects`, the version's visibility included. It is meant to be narrowed to a stretch of `subject_id`: whatever it asks
 * of other tables is asked per row through a primary key, and nothing is sorted. People who are not in this version are in no audience of it.
 */
export async function audienceRows(db: Executor, incidentId: string, version: number, kind: NoticeKind, audience: Audience): Promise<SQL> {
  const bits = await classBits(db, incidentId);
  const place = { incidentId, version, bits };
  const told = await Promise.all(audience.told.map((part) => wasTold(db, place, part)));
  const unreached = audience.unreachedBy === null ? undefined : notIn("reached", audience.unreachedBy === "any" ? await frozenWaves(db, incidentId) : audience.unreachedBy);
  const condition = and(
    visibleSubjects(incidentId, version),
    columnCondition(bits, kind, audience)(subjects),
    ...audience.differences.map((part) => differs(place, part)),
    ...told,
    unreached,
    audience.onList === null ? undefined : standsOn(audience.onList),
    audience.offList === null ? undefined : sql`not ${standsOn(audience.offList)}`,
    ...audience.excluded.map(({ waveId, who }) => notIn(who, [waveId])),
  );
  if (!condition) throw new Error("a condition without parts");
  return condition;
}

/** The parts of an audience that a row's own columns answer, for whatever has them: `subjects` and `dataset_cells`. */
export async function ownColumns(db: Executor, incidentId: string, kind: NoticeKind, audience: Audience): Promise<(columns: AudienceColumns) => SQL | undefined> {
  return columnCondition(await classBits(db, incidentId), kind, audience);
}

function columnCondition(bits: Bits, kind: NoticeKind, { dataClasses, match, evidence, kinds, locales, countries, ...levels }: Audience): (columns: AudienceColumns) => SQL | undefined {
  return (columns) => {
    const { confirmed, possible, cleared } = columns;
    const own = kind === "all-clear" ? sql`${cleared}` : sql`(${confirmed} | ${possible})`;
    const named = [...new Set([...dataClasses, ...levels.confirmed, ...levels.possible, ...levels.cleared])];
    const found = sql`((${own} & ${bits(dataClasses)}) | (${confirmed} & ${bits(levels.confirmed)}) | (${possible} & ${bits(levels.possible)}) | (${cleared} & ${bits(levels.cleared)}))`;
    return and(
      // Nobody gets a notice of a leak that is not theirs.
      sql`${own} <> 0`,
      named.length === 0 ? undefined : match === "all" ? sql`${found} = ${bits(named)}` : sql`${found} <> 0`,
      evidence.length === 0 ? undefined : sql`(${sql.join(evidence.map((level) => sql`${columns[level]}`), sql` | `)}) <> 0`,
      kinds.length === 0 ? undefined : inArray(columns.kind, [...kinds]),
      locales.length === 0 ? undefined : inArray(columns.locale, [...locales]),
      countries.length === 0 ? undefined : inArray(columns.country, [...countries]),
    );
  };
}

/** Which bits classes have in this incident, as a number for SQL. A class that has none counts for nobody: it never leaked here. */
async function classBits(db: Executor, incidentId: string): Promise<Bits> {
  const rows = await db.select({ slug: incidentDataClasses.slug, bit: incidentDataClasses.bit }).from(incidentDataClasses).where(eq(incidentDataClasses.incidentId, incidentId));
  const known = new Map(rows.map(({ slug, bit }) => [slug, 1n << BigInt(bit)]));
  return (slugs) => sql`${slugs.reduce((all, slug) => all | (known.get(slug) ?? 0n), 0n).toString()}::bigint`;
}

interface Place {
  incidentId: string;
  version: number;
  bits: Bits;
}

function mask({ bits }: Place, slugs: readonly string[]): SQL {
  return slugs.length === 0 ? sql`${EVERY_BIT.toString()}::bigint` : bits(slugs);
}

/** Join the row that the same person has in another version; a person who is not in it has none. */
function alongside(incidentId: string, version: number, name: SQL): SQL {
  return sql`left join subjects ${name} on ${name}.incident_id = ${incidentId} and ${name}.subject_id = ${subjects.subjectId} and ${name}.from_version <= ${version} and ${name}.to_version > ${version}`;
}

function differs(place: Place, { from, to, change, dataClasses }: Audience["differences"][number]): SQL | undefined {
  const [a, b] = [sql`a`, sql`b`];
  const level = (name: SQL, column: SQL) => sql`coalesce(${name}.${column}, 0)`;
  const leaked = (name: SQL) => sql`(${level(name, sql`confirmed`)} | ${level(name, sql`possible`)})`;
  const changed = sql.join([sql`confirmed`, sql`possible`, sql`cleared`].map((column) => sql`(${level(a, column)} # ${level(b, column)})`), sql` | `);
  const bits = { gained: sql`${leaked(b)} & ~${leaked(a)}`, lost: sql`${leaked(a)} & ~${leaked(b)}`, changed }[change];
  return and(
    // A row that was there at the earlier version and is there now says the same at both: it need not be looked up.
    to <= place.version ? sql`${subjects.fromVersion} > ${from}` : undefined,
    sql`(select (${bits}) & ${mask(place, dataClasses)} <> 0 from (values (1)) one ${alongside(place.incidentId, from, a)} ${alongside(place.incidentId, to, b)})`,
  );
}

/**
 * A message speaks of the version that its wave read; an all-clear names what was cleared, every other kind what leaked or may have. Where a wave read on from another
 * version, only what both say counts as named: a person told twice is better than one not told. In doubt counts as told something.
 */
async function wasTold(db: Executor, { incidentId, version, bits }: Place, { waveId, named, dataClass }: Audience["told"][number]): Promise<SQL> {
  const [wave] = await db
    .select({ frozen: waves.datasetVersion, read: waves.readVersion, kind: noticeTemplates.kind })
    .from(waves)
    .innerJoin(noticeTemplateVersions, eq(noticeTemplateVersions.id, waves.templateVersionId))
    .innerJoin(noticeTemplates, eq(noticeTemplates.id, noticeTemplateVersions.templateId))
    .where(and(eq(waves.id, waveId), eq(waves.incidentId, incidentId)));
  const versions = [...new Set([wave?.frozen, wave?.read])].filter((each) => each !== null && each !== undefined);
  if (!wave || versions.length === 0) return sql`false`;
  const spoken = (row: SQL) => (wave.kind === "all-clear" ? sql`${row}.cleared` : sql`(${row}.confirmed | ${row}.possible)`);
  const says = versions.map((each) =>
    each === version
      ? sql`(${spoken(sql`subjects`)} & ${bits([dataClass])}) <> 0`
      : sql`exists (select 1 from subjects a where a.incident_id = ${incidentId} and a.subject_id = ${subjects.subjectId} and a.from_version <= ${each} and a.to_version > ${each} and (${spoken(sql`a`)} & ${bits([dataClass])}) <> 0)`,
  );
  const said = sql`(${sql.join(says, sql` and `)})`;
  return sql`${within(waveId, sql`'reached', 'in-doubt'`)} and ${named ? said : sql`not ${said}`}`;
}

/** In a wave's audience with one of these path states; somebody covered by another's message stands where that one stands. */
function within(waveId: string, states?: SQL): SQL {
  if (!states) return sql`exists (select 1 from wave_recipients r where r.wave_id = ${waveId} and r.subject_id = ${subjects.subjectId})`;
  return sql`exists (select 1 from wave_recipients r left join wave_recipients c on c.wave_id = ${waveId} and c.subject_id = r.covered_by
    where r.wave_id = ${waveId} and r.subject_id = ${subjects.subjectId} and coalesce(c.path_state, r.path_state) in (${states}))`;
}

function notIn(who: "all" | "reached", waveIds: readonly string[]): SQL | undefined {
  return and(...waveIds.map((waveId) => sql`not ${within(waveId, who === "all" ? undefined : sql`'reached'`)}`));
}

function standsOn(listId: string): SQL {
  return sql`exists (select 1 from ${audienceReferences} x where x.list_id = ${listId} and x.ref_index = ${subjects.refIndex})`;
}

async function frozenWaves(db: Executor, incidentId: string): Promise<string[]> {
  const rows = await db.select({ id: waves.id }).from(waves).where(and(eq(waves.incidentId, incidentId), sql`${waves.frozenAt} is not null`));
  return rows.map(({ id }) => id);
}
