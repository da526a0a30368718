import { randomUUID } from "node:crypto";
import { sql } from "drizzle-orm";
import { seedIncident } from "@/db/seed/demo-incident";
import { seedNotices } from "@/db/seed/demo-notices";
import { countAudience } from "@/domain/audiences/count-audience";
import { countPeople } from "@/domain/audiences/count-people";
import { sampleAudience } from "@/domain/audiences/sample-audience";
import { audience } from "@/domain/audiences/types";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { staffContext } from "@/test/contexts";
import { openBenchDatabase } from "./database";
import type { BenchOptions, Result } from "./result";

const MUST_MS = 1_000;
const ROUNDS = 20;

/**
 * The slowest answer to "how many?" about a million people in two versions of a dataset, of whom an earlier wave has reached two in three: three conditions that cells answer, exactly,
 * and three that only people's own rows do, as a guess. The baseline is counting the people's own rows for the first.
 */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const people = quick ? 50_000 : 1_000_000;
  const database = await openBenchDatabase();
  try {
    const { incidentId, versionId, waveId } = await fill(database.parts, people);
    const ctx = staffContext(database.parts, ["comms"]);
    const own = { confirmed: ["access-codes"], locales: ["ko"], kinds: ["account-holder"] };
    const rows = { differences: [{ from: 1, to: 2, change: "gained", dataClasses: ["access-codes"] }], excluded: [{ waveId, who: "reached" }], locales: ["ko"] };
    const slowest = async (asked: object) => {
      let most = 0;
      let answer: Awaited<ReturnType<typeof countPeople>> = null;
      for (let i = 0; i < ROUNDS; i++) {
        const began = performance.now();
        answer = await countPeople(ctx, { templateVersionId: versionId, audience: asked });
        most = Math.max(most, performance.now() - began);
      }
      return { most, answer };
    };
    const cells = await slowest(own);
    const guess = await slowest(rows);
    const timed = async (act: () => Promise<unknown>) => {
      const began = performance.now();
      const found = await act();
      return { ms: performance.now() - began, found };
    };
    const exact = await timed(async () => (await countAudience(database.db, incidentId, 2, "full", audience.parse(rows))).people);
    const sample = await timed(() => sampleAudience(ctx, { templateVersionId: versionId, audience: rows }));
    const baseline = await timed(() => countRows(database.parts, incidentId));
    const figure = Math.max(cells.most, guess.most);
    const right = cells.answer?.basis.kind === "exact" && cells.answer.people === baseline.found;
    return {
      name: "audience-count",
      figure,
      unit: "ms",
      baseline: baseline.ms,
      ratio: figure / baseline.ms,
      must: `≤ ${MUST_MS} ms, and exact from cells`,
      ok: figure <= MUST_MS && right,
      note: `${people.toLocaleString("en")} people; from cells ${cells.most.toFixed(0)} ms (${cells.answer?.people.toLocaleString("en")}), a guess ${guess.most.toFixed(0)} ms (${guess.answer?.people.toLocaleString("en")}), exact in ${(exact.ms / 1000).toFixed(2)} s (${Number(exact.found).toLocaleString("en")}), ten people at random ${sample.ms.toFixed(0)} ms`,
    };
  } finally {
    await database.drop();
  }
}

/** The plainest way: read everybody. */
async function countRows({ db }: ProcessParts, incidentId: string): Promise<number> {
  const { rows } = await db.execute<{ people: string }>(sql`
    select count(*) as people from subjects where incident_id = ${incidentId} and from_version <= 2 and to_version > 2 and locale = 'ko' and kind = 'account-holder'
      and confirmed & (select 1::bigint << bit from incident_data_classes where incident_id = ${incidentId} and slug = 'access-codes') <> 0`);
  return Number(rows[0]?.people);
}

/** So many people; of one in ten the second version says that an entrance code leaked too. A finished wave was for all of them. */
async function fill(parts: ProcessParts, people: number): Promise<{ incidentId: string; versionId: string; waveId: string }> {
  const { db } = parts;
  const [editor, publisher] = [randomUUID(), randomUUID()];
  const { incidentId } = await seedIncident(parts, { editor, publisher, slug: "bench" });
  const { versionId } = await seedNotices(parts, { incidentId, author: editor, approver: publisher });
  await db.$client.query(`create table subjects_bench partition of subjects for values in ('${incidentId}')`);
  const bit = (slug: string) => sql`(select 1::bigint << bit from incident_data_classes where incident_id = ${incidentId} and slug = ${slug})`;
  const [name, door] = [bit("names"), bit("access-codes")];
  const row = (from: ReturnType<typeof sql>, to: ReturnType<typeof sql>, confirmed: ReturnType<typeof sql>, some: ReturnType<typeof sql>) => db.execute(sql`
    insert into subjects (incident_id, subject_id, from_version, to_version, record_id, ref_index, kind, locale, country, time_zone, confirmed, possible, cleared, content_mac, sealed)
    select ${incidentId}, n, ${from}, ${to}, gen_random_uuid(), sha256(n::text::bytea), case when n % 5 = 0 then 'third-party' else 'account-holder' end, case when n % 7 = 0 then 'en' else 'ko' end,
      'KR', 'Asia/Seoul', ${confirmed}, 0, 0, sha256(n::text::bytea), null from generate_series(1, ${people}) n where ${some}`);
  const before = sql`(${name} | case when n % 4 = 0 then ${door} else 0 end)`;
  await row(sql`1`, sql`case when n % 10 = 1 then 2 else 2147483647 end`, before, sql`true`);
  await row(sql`2`, sql`2147483647`, sql`${name} | ${door}`, sql`n % 10 = 1`);
  await db.execute(sql`insert into datasets (incident_id, version, mode, as_of, source_hash, state, published_at) select ${incidentId}, v, 'add', now(), '', 'published', now() from generate_series(1, 2) v`);
  await db.execute(sql`
    insert into dataset_cells select ${incidentId}, v, kind, locale, country, confirmed, possible, cleared, count(*)
    from subjects, generate_series(1, 2) v where incident_id = ${incidentId} and from_version <= v and to_version > v group by v, kind, locale, country, confirmed, possible, cleared`);
  await db.execute(sql`update incidents set published_version = 2 where id = ${incidentId}`);
  const { rows } = await db.execute<{ id: string }>(sql`
    insert into waves (incident_id, template_version_id, state, audience, sender, expected, approval_hash, dataset_version, read_version, found, created_by, approved_by, frozen_at, ended_at)
    values (${incidentId}, ${versionId}, 'finished', '{}', '{}', ${people}, '', 1, 1, ${people}, ${editor}, ${publisher}, now(), now()) returning id`);
  const waveId = rows[0]?.id ?? "";
  await db.execute(sql`insert into wave_recipients (wave_id, subject_id, range_no, channel, path_state) select ${waveId}, n, n / 500, 'email', case when n % 3 = 0 then 'unreachable' else 'reached' end from generate_series(1, ${people}) n`);
  await db.execute(sql`vacuum analyze`);
  return { incidentId, versionId, waveId };
}
