import { and, inArray, sql, type SQL } from "drizzle-orm";
import type { AnyPgColumn } from "drizzle-orm/pg-core";
import { audienceReferences } from "@/db/schema/audiences";
import { subjects } from "@/db/schema/exposure";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { Executor } from "../kernel/transaction";
import { classBits, inSql, type Bits } from "./class-bits";
import { wavesMatter } from "./rules";
import { isOwed, notIn, sentWaves, wasMisinformed, wasTold, type Place } from "./told-rows";
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

/** The people of an incident that one version shows. Planted records have numbers below zero and are none. */
export function visibleSubjects(incidentId: string, version: number): SQL {
  return sql`${subjects.incidentId} = ${incidentId} and ${subjects.subjectId} > 0 and ${subjects.fromVersion} <= ${version} and ${subjects.toVersion} > ${version}`;
}

/**
 * Say who is in an audience as a condition on `subjects`, the version's visibility included. It is meant to be narrowed to a stretch of `subject_id`: whatever it asks
 * of other tables is asked per row through a primary key, and nothing is sorted. People who are not in this version are in no audience of it.
 */
export async function audienceRows(db: Executor, incidentId: string, version: number, kind: NoticeKind, audience: Audience): Promise<SQL> {
  const bits = await classBits(db, incidentId);
  const place = { incidentId, version, bits };
  const sent = wavesMatter(audience) ? await sentWaves(db, incidentId, bits) : [];
  const unreached = audience.unreachedBy === null ? undefined : notIn("reached", audience.unreachedBy === "any" ? sent.map(({ id }) => id) : audience.unreachedBy);
  const condition = and(
    visibleSubjects(incidentId, version),
    columnCondition(bits, kind, audience)(subjects),
    ...audience.differences.map((part) => differs(place, part)),
    ...audience.told.map((part) => wasTold(place, sent, part)),
    isOwed(place, sent, audience.owed),
    audience.misinformedBy.length === 0 ? undefined : wasMisinformed(sent, audience.misinformedBy),
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
    const found = sql`((${own} & ${inSql(bits(dataClasses))}) | (${confirmed} & ${inSql(bits(levels.confirmed))}) | (${possible} & ${inSql(bits(levels.possible))}) | (${cleared} & ${inSql(bits(levels.cleared))}))`;
    return and(
      // Nobody gets a notice of a leak that is not theirs.
      sql`${own} <> 0`,
      named.length === 0 ? undefined : match === "all" ? sql`${found} = ${inSql(bits(named))}` : sql`${found} <> 0`,
      evidence.length === 0 ? undefined : sql`(${sql.join(evidence.map((level) => sql`${columns[level]}`), sql` | `)}) <> 0`,
      kinds.length === 0 ? undefined : inArray(columns.kind, [...kinds]),
      locales.length === 0 ? undefined : inArray(columns.locale, [...locales]),
      countries.length === 0 ? undefined : inArray(columns.country, [...countries]),
    );
  };
}

function mask({ bits }: Place, slugs: readonly string[]): SQL {
  return inSql(slugs.length === 0 ? EVERY_BIT : bits(slugs));
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

function standsOn(listId: string): SQL {
  return sql`exists (select 1 from ${audienceReferences} x where x.list_id = ${listId} and x.ref_index = ${subjects.refIndex})`;
}
