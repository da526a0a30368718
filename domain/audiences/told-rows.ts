import { and, asc, desc, eq, or, sql, type SQL } from "drizzle-orm";
import { subjects } from "@/db/schema/exposure";
import { noticeTemplates, noticeTemplateVersions } from "@/db/schema/notices";
import { waves } from "@/db/schema/waves";
import { tellingKinds, type NoticeKind } from "@/db/values/notice-kinds";
import type { Executor } from "../kernel/transaction";
import { readDefects } from "../notices/queries";
import { inSql, type Bits } from "./class-bits";
import type { Audience } from "./types";

export interface Place {
  incidentId: string;
  version: number;
  bits: Bits;
}

/** A wave whose audience was taken, with what its messages said. */
export interface SentWave {
  id: string;
  kind: NoticeKind;
  templateVersionId: string;
  /** The versions that its messages spoke of: what it was frozen at, and what it read on from. */
  versions: number[];
  /** Classes that its words left out, whatever the data said. */
  leftOut: bigint;
}

/** List the waves of an incident whose audience was taken, the oldest first, with what was found wrong about their words since. */
export async function sentWaves(db: Executor, incidentId: string, bits: Bits): Promise<SentWave[]> {
  const rows = await db
    .select({ id: waves.id, kind: noticeTemplates.kind, templateVersionId: waves.templateVersionId, frozen: waves.datasetVersion, read: waves.readVersion })
    .from(waves)
    .innerJoin(noticeTemplateVersions, eq(noticeTemplateVersions.id, waves.templateVersionId))
    .innerJoin(noticeTemplates, eq(noticeTemplates.id, noticeTemplateVersions.templateId))
    .where(and(eq(waves.incidentId, incidentId), sql`${waves.frozenAt} is not null`))
    .orderBy(asc(waves.frozenAt), asc(waves.id));
  const defects = await readDefects(db, incidentId);
  return rows.map(({ frozen, read, ...wave }) => ({
    ...wave,
    versions: [...new Set([frozen, read])].filter((each) => each !== null),
    leftOut: bits(defects.flatMap(({ versionId, dataClass }) => (versionId === wave.templateVersionId && dataClass !== null ? [dataClass] : []))),
  }));
}

/**
 * Say what a wave's message named of a person as a bitmap: an all-clear names what was cleared, every other kind what leaked or may have. Where a wave read on from another
 * version, only what both say counts as named: a person told twice is better than one not told.
 */
function named({ incidentId, version }: Place, { kind, versions, leftOut }: SentWave): SQL {
  const spoken = (row: SQL) => (kind === "all-clear" ? sql`${row}.cleared` : sql`(${row}.confirmed | ${row}.possible)`);
  const says = versions.map((each) =>
    each === version
      ? spoken(sql`subjects`)
      : sql`coalesce((select ${spoken(sql`a`)} from subjects a where a.incident_id = ${incidentId} and a.subject_id = ${subjects.subjectId} and a.from_version <= ${each} and a.to_version > ${each}), 0)`,
  );
  return versions.length === 0 ? inSql(0n) : sql`(${sql.join(says, sql` & `)} & ~${inSql(leftOut)})`;
}

/**
 * Read what a wave's message named of one person, and what the published data has as leaked of them; of somebody whom it does not have, nothing. Both are bitmaps.
 */
export async function readTold(db: Executor, place: Place, waveId: string, subjectId: bigint): Promise<{ named: bigint; now: bigint } | null> {
  const wave = (await sentWaves(db, place.incidentId, place.bits)).find(({ id }) => id === waveId);
  if (!wave) return null;
  const [row] = await db
    .select({ named: sql<string>`${named(place, wave)}`, now: sql<string>`case when ${subjects.toVersion} > ${place.version} then ${subjects.confirmed} | ${subjects.possible} else 0 end` })
    .from(subjects)
    .where(and(eq(subjects.incidentId, place.incidentId), eq(subjects.subjectId, subjectId), sql`${subjects.fromVersion} <= ${place.version}`))
    .orderBy(desc(subjects.fromVersion))
    .limit(1);
  return row ? { named: BigInt(row.named), now: BigInt(row.now) } : null;
}

/** People whom a wave told something, and whether it named a class as theirs. In doubt counts as told something. */
export function wasTold(place: Place, sent: readonly SentWave[], { waveId, named: wanted, dataClass }: Audience["told"][number]): SQL {
  const wave = sent.find(({ id }) => id === waveId);
  if (!wave || wave.versions.length === 0) return sql`false`;
  const said = sql`(${named(place, wave)} & ${inSql(place.bits([dataClass]))}) <> 0`;
  return sql`${within(waveId, sql`'reached', 'in-doubt'`)} and ${wanted ? said : sql`not ${said}`}`;
}

/**
 * Say of a person, as bitmaps, what they are owed a correction of. `leftOut`: what the data has as leaked and no message that reached them named, though some notice did
 * or may have reached them. `toldWrongly`: what the last notice that reached them named, the data does not have as leaked, and no all-clear that reached them has taken back.
 */
export function owedBits(place: Place, sent: readonly SentWave[]): { leftOut: SQL; toldWrongly: SQL } {
  const telling = sent.filter(({ kind }) => tellingKinds.includes(kind));
  if (telling.length === 0) return { leftOut: inSql(0n), toldWrongly: inSql(0n) };
  const ifReached = (wave: SentWave) => sql`case when ${within(wave.id, sql`'reached'`)} then ${named(place, wave)} else 0 end`;
  const union = (parts: readonly SQL[]) => (parts.length === 0 ? inSql(0n) : sql`(${sql.join([...parts], sql` | `)})`);
  const now = sql`(${subjects.confirmed} | ${subjects.possible})`;
  const touched = sql.join(telling.map(({ id }) => within(id, sql`'reached', 'in-doubt'`)), sql` or `);
  const last = sql`case ${sql.join([...telling].reverse().map((wave) => sql`when ${within(wave.id, sql`'reached'`)} then ${named(place, wave)}`), sql` `)} else 0 end`;
  const takenBack = union(sent.filter(({ kind }) => kind === "all-clear").map(ifReached));
  return { leftOut: sql`case when ${touched} then ${now} & ~${union(telling.map(ifReached))} else 0 end`, toldWrongly: sql`(${last}) & ~${now} & ~${takenBack}` };
}

/** People who are owed a correction of any of these. */
export function isOwed(place: Place, sent: readonly SentWave[], owed: Audience["owed"]): SQL | undefined {
  if (owed.length === 0) return undefined;
  const bitmaps = owedBits(place, sent);
  const of = (what: "left-out" | "told-wrongly") => inSql(place.bits(owed.filter((each) => each.what === what).map(({ dataClass }) => dataClass)));
  return sql`(((${bitmaps.leftOut}) & ${of("left-out")}) | ((${bitmaps.toldWrongly}) & ${of("told-wrongly")})) <> 0`;
}

/** People whom a message with one of these wordings reached, or may have, and whom no correction has reached since. */
export function wasMisinformed(sent: readonly SentWave[], versionIds: readonly string[]): SQL {
  const wrong = sent.flatMap((wave, i) => (versionIds.includes(wave.templateVersionId) ? [{ wave, corrections: sent.slice(i + 1).filter(({ kind }) => kind === "correction" || kind === "all-clear") }] : []));
  return or(...wrong.map(({ wave, corrections }) => and(within(wave.id, sql`'reached', 'in-doubt'`), notIn("reached", corrections.map(({ id }) => id))))) ?? sql`false`;
}

/** In a wave's audience with one of these path states; somebody covered by another's message stands where that one stands. */
function within(waveId: string, states?: SQL): SQL {
  if (!states) return sql`exists (select 1 from wave_recipients r where r.wave_id = ${waveId} and r.subject_id = ${subjects.subjectId})`;
  return sql`exists (select 1 from wave_recipients r left join wave_recipients c on c.wave_id = ${waveId} and c.subject_id = r.covered_by
    where r.wave_id = ${waveId} and r.subject_id = ${subjects.subjectId} and coalesce(c.path_state, r.path_state) in (${states}))`;
}

/** Not in the audience of any of these waves, or reached by none of them. */
export function notIn(who: "all" | "reached", waveIds: readonly string[]): SQL | undefined {
  return and(...waveIds.map((waveId) => sql`not ${within(waveId, who === "all" ? undefined : sql`'reached'`)}`));
}
