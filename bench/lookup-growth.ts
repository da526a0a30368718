import { sql } from "drizzle-orm";
import { datasets } from "@/db/schema/exposure";
import { incidents } from "@/db/schema/incidents";
import { eq } from "drizzle-orm";
import { partitionNames } from "@/domain/exposure/loading/merge-import";
import { listRecordsOfContact } from "@/domain/exposure/subject-records";
import { sha256 } from "@/lib/crypto";
import { anIncident } from "@/test/incidents";
import { openBenchDatabase, type BenchDatabase } from "./database";
import type { BenchOptions, Result } from "./result";

const MUST = 1.5;

/** p95 of a lookup by blind index among many people, against the same among few, by turns in one database. */
export async function run({ quick }: BenchOptions): Promise<Result> {
  const [many, few, lookups] = quick ? [50_000, 5_000, 1_000] : [1_000_000, 10_000, 6_000];
  const database = await openBenchDatabase();
  try {
    const sizes = [many, few];
    const ids: string[] = [];
    for (const people of sizes) ids.push(await fill(database, people));
    const taken: [number[], number[]] = [[], []];
    for (let round = -200; round < lookups; round++) {
      for (const [i, id] of ids.entries()) {
        const person = 1 + Math.floor(Math.random() * (sizes[i] ?? 1));
        const began = performance.now();
        const found = await listRecordsOfContact(database.parts, id, "email", indexOf(person));
        const took = performance.now() - began;
        if (found?.records.length !== 1) throw new Error("a person was not found");
        // The first rounds fill the caches.
        if (round >= 0) taken[i]?.push(took);
      }
    }
    const [large, small] = taken.map(p95) as [number, number];
    const plan = await planOf(database, ids[0] ?? "");
    const ratio = large / small;
    return {
      name: "lookup-growth",
      figure: large,
      unit: "ms (p95)",
      baseline: small,
      ratio,
      must: `ratio < ${MUST}`,
      ok: ratio < MUST && plan.every((node) => node.startsWith("Index")),
      note: `${many.toLocaleString("en")} people against ${few.toLocaleString("en")}; scans: ${plan.join(", ")}; limited by the round trip, not by the size`,
    };
  } finally {
    await database.drop();
  }
}

function indexOf(person: number): Buffer {
  return sha256(String(person));
}

function p95(times: number[]): number {
  return times.sort((a, b) => a - b)[Math.floor(times.length * 0.95)] ?? Number.NaN;
}

/** People as the importer leaves them: partitions of their own, rows of the size that envelopes have. */
async function fill({ db }: BenchDatabase, people: number): Promise<string> {
  const { id } = await anIncident(db);
  const names = partitionNames(id);
  await db.insert(datasets).values({ incidentId: id, version: 1, state: "published", mode: "add", asOf: new Date(), sourceHash: Buffer.alloc(32), people, publishedAt: new Date() });
  await db.update(incidents).set({ publishedVersion: 1 }).where(eq(incidents.id, id));
  await db.execute(`create table ${names.subjects} partition of subjects for values in ('${id}')`);
  await db.execute(`create table ${names.contacts} partition of contact_points for values in ('${id}')`);
  await db.execute(`create table ${names.links} partition of subject_links for values in ('${id}')`);
  await db.execute(sql`
    insert into subjects (incident_id, subject_id, from_version, record_id, ref_index, kind, locale, country, time_zone, confirmed, possible, cleared, content_mac, sealed)
    select ${id}::uuid, n, 1, gen_random_uuid(), sha256(('ref' || n)::bytea), 'account-holder', 'ko', 'KR', 'Asia/Seoul', 63, 0, 0, sha256(('mac' || n)::bytea), decode(repeat(md5(n::text), 16), 'hex')
    from generate_series(1, ${people}) n`);
  await db.execute(sql`insert into contact_points (incident_id, kind, contact_index, subject_id, from_version) select ${id}::uuid, 'email', sha256(n::text::bytea), n, 1 from generate_series(1, ${people}) n`);
  await db.execute(`analyze ${names.subjects}, ${names.contacts}`);
  return id;
}

/** The kinds of scan by which the two big tables are read. */
async function planOf({ db }: BenchDatabase, id: string): Promise<string[]> {
  const { rows } = await db.execute<{ "QUERY PLAN": string }>(sql`
    explain select s.subject_id from contact_points c join subjects s on s.incident_id = c.incident_id and s.subject_id = c.subject_id and s.from_version <= 1 and s.to_version > 1
    where c.incident_id = ${id}::uuid and c.contact_index = ${indexOf(7)} and c.kind = 'email' and c.from_version <= 1 and c.to_version > 1`);
  return rows.map((row) => /(Index (?:Only )?Scan|Seq Scan|Bitmap \w+ Scan)/.exec(row["QUERY PLAN"])?.[1]).filter((node) => node !== undefined);
}
