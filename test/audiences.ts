import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import fc from "fast-check";
import type { z } from "zod";
import { seedIncident } from "@/db/seed/demo-incident";
import { seedNotices } from "@/db/seed/demo-notices";
import type { Locale } from "@/db/values/locales";
import type { EvidenceLevel, SubjectKind } from "@/db/values/audience";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { audience, AudienceSum } from "@/domain/audiences/types";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import type { CorrectionCounts } from "@/domain/waves/corrections/types";
import { sha256 } from "@/lib/crypto";

const classes = ["names", "email-addresses", "access-codes"] as const;
const versions = [1, 2, 3] as const;
const waveNumbers = [0, 1, 2] as const;
const listNumbers = [0, 1] as const;

type Slug = (typeof classes)[number];
/** What one version says of one person; null when they are not in it. */
interface Said {
  kind: SubjectKind;
  locale: Locale;
  country: string;
  levels: Record<Slug, EvidenceLevel | null>;
}

interface Person {
  said: (Said | null)[];
  /** Per wave: null when not in its audience, else where they stand. A number is whose message covers them. */
  paths: (string | null)[];
  lists: boolean[];
}

export interface SmallWorld {
  people: Person[];
  waves: { kind: NoticeKind; frozen: number; read: number }[];
}

const level = fc.constantFrom<EvidenceLevel | null>(null, "confirmed", "possible", "cleared");
const said = fc.record({ kind: fc.constantFrom<SubjectKind>("account-holder", "third-party"), locale: fc.constantFrom<Locale>("ko", "en"), country: fc.constantFrom("KR", "US"), levels: fc.record({ names: level, "email-addresses": level, "access-codes": level }) });
const person = fc.record({
  // Most people stay as they are from one version to the next.
  said: fc.tuple(said, fc.array(fc.option(said, { freq: 4 }), { minLength: 3, maxLength: 3 }), fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 3, maxLength: 3 })).map(([first, others, keep]) => versions.map((_, i) => (keep.slice(0, i + 1).every((each) => each > 0) ? first : (others[i] ?? null)))),
  paths: fc.array(fc.constantFrom(null, "open", "reached", "unreachable", "cancelled", "in-doubt", "covered-by"), { minLength: 3, maxLength: 3 }),
  lists: fc.array(fc.boolean(), { minLength: 2, maxLength: 2 }),
});
const version = fc.constantFrom(...versions);
export const smallWorld: fc.Arbitrary<SmallWorld> = fc.record({
  people: fc.array(person, { minLength: 1, maxLength: 14 }),
  waves: fc.array(fc.record({ kind: fc.constantFrom<NoticeKind>("full", "all-clear"), frozen: version, read: version }), { minLength: 3, maxLength: 3 }),
});

const slugs = fc.subarray([...classes]);
const listed = <T>(some: fc.Arbitrary<T[]>, weight = 1) => fc.oneof({ weight, arbitrary: fc.constant<T[]>([]) }, { weight: 1, arbitrary: some });
const few = <T>(one: fc.Arbitrary<T>) => listed(fc.array(one, { minLength: 1, maxLength: 2 }), 3);
const seldom = <T>(one: fc.Arbitrary<T>) => fc.option(one, { freq: 2 });
/** Audiences that speak of waves and lists by number; {@link inWords} of a world gives them their ids. */
export const anAudience = fc.record({
  dataClasses: listed(slugs),
  confirmed: listed(slugs),
  possible: listed(slugs),
  cleared: listed(slugs),
  match: fc.constantFrom("any" as const, "all" as const),
  evidence: listed(fc.subarray<EvidenceLevel>(["confirmed", "possible", "cleared"]), 3),
  kinds: listed(fc.subarray<SubjectKind>(["account-holder", "third-party"]), 3),
  locales: listed(fc.subarray<Locale>(["ko", "en"]), 3),
  countries: listed(fc.subarray(["KR", "US", "JP"]), 3),
  differences: few(fc.constantFrom([1, 2], [1, 3], [2, 3]).chain(([from = 1, to = 2]) => fc.record({ from: fc.constant(from), to: fc.constant(to), change: fc.constantFrom("gained" as const, "lost" as const, "changed" as const), dataClasses: slugs }))),
  told: few(fc.record({ wave: fc.constantFrom(...waveNumbers), named: fc.boolean(), dataClass: fc.constantFrom<Slug>(...classes) })),
  owed: listed(fc.array(fc.record({ what: fc.constantFrom("left-out" as const, "told-wrongly" as const), dataClass: fc.constantFrom<Slug>(...classes) }), { minLength: 1, maxLength: 3 }), 2),
  misinformed: fc.oneof({ weight: 5, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  unreachedBy: seldom(fc.oneof(fc.constant("any" as const), fc.subarray([...waveNumbers], { minLength: 1 }))),
  onList: seldom(fc.constantFrom(...listNumbers)),
  offList: seldom(fc.constantFrom(...listNumbers)),
  excluded: few(fc.record({ wave: fc.constantFrom(...waveNumbers), who: fc.constantFrom("all" as const, "reached" as const) })),
});
export type NumberedAudience = typeof anAudience extends fc.Arbitrary<infer T> ? T : never;

/** Say by plain thinking, a person at a time, who is in an audience in one version. Indexes into `people`. */
export function whoByThinking(world: SmallWorld, { at, kind, audience: asked }: { at: number; kind: NoticeKind; audience: NumberedAudience }): number[] {
  return world.people.flatMap((_, i) => (isIn(world, i, at, kind, asked) ? [i] : []));
}

const leaks = (state: EvidenceLevel | null | undefined) => state === "confirmed" || state === "possible";

function isIn(world: SmallWorld, i: number, at: number, kind: NoticeKind, asked: NumberedAudience): boolean {
  const { said: all, lists } = world.people[i]!;
  const now = all[at - 1];
  if (!now) return false;
  const about = (state: EvidenceLevel | null | undefined) => (kind === "all-clear" ? state === "cleared" : leaks(state));
  if (!classes.some((slug) => about(now.levels[slug]))) return false;
  const { dataClasses, confirmed, possible, cleared, match, evidence, kinds, locales, countries } = asked;
  const named = classes.filter((slug) => [dataClasses, confirmed, possible, cleared].some((list) => list.includes(slug)));
  const holds = (slug: Slug) => (dataClasses.includes(slug) && about(now.levels[slug])) || (now.levels[slug] !== null && asked[now.levels[slug]].includes(slug));
  if (named.length > 0 && !(match === "any" ? named.some(holds) : named.every(holds))) return false;
  if (evidence.length > 0 && !classes.some((slug) => evidence.some((one) => now.levels[slug] === one))) return false;
  if (kinds.length > 0 && !kinds.includes(now.kind)) return false;
  if (locales.length > 0 && !locales.includes(now.locale)) return false;
  if (countries.length > 0 && !countries.includes(now.country)) return false;
  const state = (v: number, slug: Slug) => all[v - 1]?.levels[slug] ?? null;
  const moved = { gained: (a: EvidenceLevel | null, b: EvidenceLevel | null) => leaks(b) && !leaks(a), lost: (a: EvidenceLevel | null, b: EvidenceLevel | null) => leaks(a) && !leaks(b), changed: (a: EvidenceLevel | null, b: EvidenceLevel | null) => a !== b };
  if (!asked.differences.every(({ from, to, change, dataClasses: of }) => (of.length === 0 ? classes : of).some((slug) => moved[change](state(from, slug), state(to, slug))))) return false;
  const path = (wave: number): string | null => standing(world, i, wave);
  const toldIt = ({ wave, named: wanted, dataClass }: NumberedAudience["told"][number]) => {
    if (!["reached", "in-doubt"].includes(path(wave) ?? "")) return false;
    const { kind: its, frozen, read } = world.waves[wave]!;
    return [frozen, read].every((v) => (its === "all-clear" ? state(v, dataClass) === "cleared" : leaks(state(v, dataClass)))) === wanted;
  };
  if (!asked.told.every(toldIt)) return false;
  if (asked.owed.length > 0 && !asked.owed.some(({ what, dataClass }) => isOwed(world, i, at, what, dataClass))) return false;
  const reached = (wave: number) => path(wave) === "reached";
  const wrong = (wave: number) => world.waves[wave]!.kind === "full" && (reached(wave) || path(wave) === "in-doubt");
  if (asked.misinformed && !waveNumbers.some((wave) => wrong(wave) && !waveNumbers.some((later) => later > wave && world.waves[later]!.kind === "all-clear" && reached(later)))) return false;
  const unreachedBy = asked.unreachedBy === "any" ? waveNumbers : (asked.unreachedBy ?? []);
  if (unreachedBy.some((wave) => path(wave) === "reached")) return false;
  if (asked.onList !== null && !lists[asked.onList]) return false;
  if (asked.offList !== null && lists[asked.offList]) return false;
  return asked.excluded.every(({ wave, who }) => (who === "all" ? path(wave) === null : path(wave) !== "reached"));
}

/** Say by plain thinking whether a person of a version was told too little or something wrong of one class. */
function isOwed(world: SmallWorld, i: number, at: number, what: "left-out" | "told-wrongly", slug: Slug): boolean {
  const state = (v: number) => world.people[i]!.said[v - 1]?.levels[slug] ?? null;
  const reached = (wave: number) => standing(world, i, wave) === "reached";
  const says = (wave: number) => [world.waves[wave]!.frozen, world.waves[wave]!.read].every((v) => (world.waves[wave]!.kind === "all-clear" ? state(v) === "cleared" : leaks(state(v))));
  const telling = waveNumbers.filter((wave) => world.waves[wave]!.kind === "full");
  if (what === "left-out") return leaks(state(at)) && telling.some((wave) => reached(wave) || standing(world, i, wave) === "in-doubt") && !telling.some((wave) => reached(wave) && says(wave));
  const last = telling.filter(reached).at(-1);
  return last !== undefined && says(last) && !leaks(state(at)) && !waveNumbers.some((wave) => world.waves[wave]!.kind === "all-clear" && reached(wave) && says(wave));
}

/** Count by plain thinking who of a version is owed a correction, per class. */
export function owedByThinking(world: SmallWorld, at: number): CorrectionCounts {
  const count = (what: "left-out" | "told-wrongly") => {
    const owed = classes.map((slug) => ({ slug, of: world.people.flatMap(({ said: all }, i) => (all[at - 1] && isOwed(world, i, at, what, slug) ? [i] : [])) }));
    return { people: new Set(owed.flatMap(({ of }) => of)).size, byClass: Object.fromEntries(owed.filter(({ of }) => of.length > 0).map(({ slug, of }) => [slug, of.length])) };
  };
  return { leftOut: count("left-out"), toldWrongly: count("told-wrongly") };
}

/** Whoever is covered stands where the one stands who carries the message; the first person of the wave who is not covered carries for all. */
function standing(world: SmallWorld, i: number, wave: number): string | null {
  const own = world.people[i]?.paths[wave] ?? null;
  if (own !== "covered-by") return own;
  return world.people.map(({ paths }) => paths[wave]).find((each) => each !== null && each !== "covered-by") ?? null;
}

interface StoredWorld {
  incidentId: string;
  /** The audience with ids for numbers, as it is stored. */
  inWords: (numbered: NumberedAudience) => z.input<typeof audience>;
  /** What some people of a version are together. */
  sumOf: (at: number, indexes: readonly number[]) => AudienceSum;
}

/** An incident for small worlds, with an approved wording of each kind. */
export async function anIncidentForWorlds({ db, ...parts }: ProcessParts): Promise<{ store: (world: SmallWorld) => Promise<StoredWorld>; incidentId: string; versionId: string }> {
  const [editor, publisher] = [randomUUID(), randomUUID()];
  const { incidentId } = await seedIncident({ db, ...parts }, { editor, publisher, slug: `audiences-${randomUUID().slice(0, 8)}` });
  const { versionId } = await seedNotices({ db, ...parts }, { incidentId, author: editor, approver: publisher });
  await db.$client.query(`create table subjects_of_worlds partition of subjects for values in ('${incidentId}')`);
  const { rows: bitRows } = await db.execute<{ slug: Slug; bit: number }>(sql`select slug, bit from incident_data_classes where incident_id = ${incidentId}`);
  const bit = new Map(bitRows.map(({ slug, bit: at }) => [slug, 1n << BigInt(at)]));
  const { rows: clear } = await db.execute<{ id: string }>(sql`
    with t as (insert into notice_templates (incident_id, kind, name, created_by) values (${incidentId}, 'all-clear', 'All clear', ${editor}) returning id)
    insert into notice_template_versions (template_id, number, content, edited_by) select id, 1, '{}', array[${editor}::uuid] from t returning id`);
  const wording: Partial<Record<NoticeKind, string>> = { full: versionId, "all-clear": clear[0]!.id };

  return {
    incidentId,
    versionId,
    async store(world) {
      await db.execute(sql`delete from subjects where incident_id = ${incidentId}`);
      await db.execute(sql`delete from dataset_cells where incident_id = ${incidentId}`);
      await db.execute(sql`delete from datasets where incident_id = ${incidentId}`);
      await db.execute(sql`delete from wave_recipients where wave_id in (select id from waves where incident_id = ${incidentId})`);
      await db.execute(sql`delete from waves where incident_id = ${incidentId}`);
      await db.execute(sql`delete from audience_lists where incident_id = ${incidentId}`);
      const bits = (one: Said, at: EvidenceLevel) => classes.reduce((all, slug) => all | (one.levels[slug] === at ? (bit.get(slug) ?? 0n) : 0n), 0n).toString();
      const spans = world.people.flatMap(({ said: all }, i) =>
        versions.flatMap((v) => {
          const one = all[v - 1];
          if (!one || (v > 1 && all[v - 2] === one)) return [];
          const ends = versions.find((later) => later > v && all[later - 1] !== one) ?? 2147483647;
          return [{ subject_id: i + 1, from_version: v, to_version: ends, ref: sha256(`${i}`).toString("hex"), kind: one.kind, locale: one.locale, country: one.country, confirmed: bits(one, "confirmed"), possible: bits(one, "possible"), cleared: bits(one, "cleared") }];
        }),
      );
      await db.execute(sql`
        insert into subjects (incident_id, subject_id, from_version, to_version, record_id, ref_index, kind, locale, country, time_zone, confirmed, possible, cleared, content_mac)
        select ${incidentId}, subject_id, from_version, to_version, gen_random_uuid(), decode(ref, 'hex'), kind, locale, country, 'Asia/Seoul', confirmed, possible, cleared, ''
        from json_to_recordset(${JSON.stringify(spans)}::json) as x(subject_id bigint, from_version integer, to_version integer, ref text, kind text, locale text, country text, confirmed bigint, possible bigint, cleared bigint)`);
      await db.execute(sql`insert into datasets (incident_id, version, mode, as_of, source_hash, state, published_at) select ${incidentId}, v, 'add', now(), '', 'published', now() from generate_series(1, 3) v`);
      await db.execute(sql`
        insert into dataset_cells select ${incidentId}, v, kind, locale, country, confirmed, possible, cleared, count(*)
        from subjects, generate_series(1, 3) v where incident_id = ${incidentId} and from_version <= v and to_version > v group by v, kind, locale, country, confirmed, possible, cleared`);
      const waveIds = await Promise.all(world.waves.map(async ({ kind, frozen, read }, n) => {
        const { rows } = await db.execute<{ id: string }>(sql`
          insert into waves (incident_id, template_version_id, state, audience, sender, expected, approval_hash, dataset_version, read_version, found, created_by, approved_by, frozen_at, ended_at)
          values (${incidentId}, ${wording[kind]}, 'finished', '{}', '{}', 0, '', ${frozen}, ${read}, 0, gen_random_uuid(), gen_random_uuid(), now() + ${n} * interval '1 second', now()) returning id`);
        const id = rows[0]!.id;
        const carrier = world.people.findIndex(({ paths }) => paths[n] !== null && paths[n] !== "covered-by");
        const recipients = world.people.flatMap(({ paths }, i) => (paths[n] && !(paths[n] === "covered-by" && carrier < 0) ? [{ subject_id: i + 1, path_state: paths[n], covered_by: paths[n] === "covered-by" ? carrier + 1 : null }] : []));
        await db.execute(sql`insert into wave_recipients (wave_id, subject_id, range_no, channel, path_state, covered_by) select ${id}, subject_id, 0, 'email', path_state, covered_by from json_to_recordset(${JSON.stringify(recipients)}::json) as x(subject_id bigint, path_state text, covered_by bigint)`);
        return id;
      }));
      const listIds = await Promise.all(listNumbers.map(async (n) => {
        const { rows } = await db.execute<{ id: string }>(sql`insert into audience_lists (incident_id, file_name, uploaded_by, completed_at) values (${incidentId}, ${`list ${n}`}, gen_random_uuid(), now()) returning id`);
        const refs = world.people.flatMap(({ lists }, i) => (lists[n] ? [sha256(`${i}`).toString("hex")] : []));
        await db.execute(sql`insert into audience_references select ${rows[0]!.id}, decode(ref, 'hex') from json_array_elements_text(${JSON.stringify(refs)}::json) ref`);
        return rows[0]!.id;
      }));
      return {
        incidentId,
        sumOf: (at, indexes) => {
          const all = indexes.map((i) => world.people[i]!.said[at - 1]!);
          const together = (level: EvidenceLevel) => all.reduce((sum, one) => sum | BigInt(bits(one, level)), 0n);
          const names = (of: (one: Said) => string) => [...new Set(all.map(of))].sort();
          return { people: all.length, confirmed: together("confirmed"), possible: together("possible"), locales: names(({ locale }) => locale), countries: names(({ country }) => country) };
        },
        inWords: ({ told, misinformed, unreachedBy, onList, offList, excluded, ...rest }) => ({
          ...rest,
          told: told.map(({ wave, ...one }) => ({ ...one, waveId: waveIds[wave]! })),
          misinformedBy: misinformed ? [versionId] : [],
          unreachedBy: Array.isArray(unreachedBy) ? unreachedBy.map((wave) => waveIds[wave]!) : unreachedBy,
          onList: onList === null ? null : listIds[onList]!,
          offList: offList === null ? null : listIds[offList]!,
          excluded: excluded.map(({ wave, who }) => ({ who, waveId: waveIds[wave]! })),
        }),
      };
    },
  };
}
