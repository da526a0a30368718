import type { PoolClient } from "pg";
import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { noticeCanary } from "../canaries/notice-canary";
import { dropStaging, stagingTables } from "./staging";
import type { ImportResult, ImportRun } from "../types";

/** Any constant: names "merging a dataset" among advisory locks; the second key is the incident's. */
const LOCK_SPACE = 5_012;

/**
 * Turn what was loaded into the next whole state of the dataset, in one transaction: people keep their number by reference, rows that say the same stay as
 * they are, rows that changed are closed and opened anew. It starts from what is published, so rows of a withdrawn version are closed here.
 */
export async function mergeImport(ctx: Context, client: PoolClient, run: ImportRun): Promise<ImportResult> {
  // Outside the transaction, so that whoever watches sees it.
  await client.query("update imports set state = 'merging', bytes_done = bytes_total where id = $1 and state = 'loading'", [run.id]);
  await client.query("begin");
  try {
    await client.query("select pg_advisory_xact_lock($1, hashtext($2))", [LOCK_SPACE, run.incidentId]);
    // Whoever would drop the draft now waits, and then drops a whole one.
    await client.query("select 1 from datasets where incident_id = $1 and version = $2 for update", [run.incidentId, run.version]);
    const { rowCount } = await client.query("select 1 from imports where id = $1 and state = 'merging' for update", [run.id]);
    if (rowCount === 0) throw new Conflict("import-over");
    // Joins and groups over the whole population, in memory where they fit.
    await client.query("set local work_mem = '192MB'");
    await rejectDuplicates(client, run);
    const partition = await partitionOf(client, run.incidentId);
    if (partition) {
      await noticeCanaries(ctx, client, run);
      await mergeInto(client, run);
    } else await attachFirst(client, run);
    const result = await settle(client, run);
    await dropStaging(client, run.serial);
    await recordImported(ctx, client, run, result);
    await client.query("commit");
    // Fresh tables have no statistics yet, and the first lookups should not be planned blind.
    await client.query("select analyze_people()");
    return result;
  } catch (error) {
    await client.query("rollback");
    throw error;
  }
}

async function partitionOf(client: PoolClient, incidentId: string): Promise<boolean> {
  const { rows } = await client.query<{ exists: boolean }>("select to_regclass($1) is not null as exists", [`public.${partitionNames(incidentId).subjects}`]);
  return rows[0]?.exists ?? false;
}

export function partitionNames(incidentId: string) {
  const bare = incidentId.replaceAll("-", "");
  if (!/^[0-9a-f]{32}$/.test(bare)) throw new Error("an incident's id is a UUID");
  return { subjects: `subjects_${bare}`, contacts: `contact_points_${bare}`, links: `subject_links_${bare}` };
}

/** The first row of a reference counts; each later one is reported with its line and the line of the first. */
async function rejectDuplicates(client: PoolClient, run: ImportRun): Promise<void> {
  const { subjects, contacts, links } = stagingTables(run.serial);
  await client.query(`
    create temp table repeated on commit drop as
      with twice as (select ref_index from ${subjects} group by ref_index having count(*) > 1)
      select s.line, min(s.line) over (partition by s.ref_index) as first_line from ${subjects} s join twice using (ref_index)`);
  await client.query("delete from repeated where line = first_line");
  await reject(client, run, "duplicate-key", "select line, first_line::text as preview from repeated");
  const { rowCount } = await client.query(`delete from ${subjects} s using repeated r where s.line = r.line`);
  if (rowCount === 0) return;
  await client.query(`delete from ${contacts} c using repeated r where c.subject_id = r.line`);
  await client.query(`delete from ${links} l using repeated r where l.third_line = r.line`);
}

/** Move rows from accepted to rejected; `rows` selects their line and a preview. */
async function reject(client: PoolClient, run: ImportRun, code: "duplicate-key" | "unknown-reference", rows: string): Promise<void> {
  const { rowCount } = await client.query(
    `insert into import_rejects (import_id, line, column_name, code, preview) select $1, line, null, $2, preview from (${rows}) r order by line`,
    [run.id, code],
  );
  await client.query("update imports set accepted = accepted - $2, rejected = rejected + $2 where id = $1", [run.id, rowCount]);
}

/** The first version of an incident: the loaded tables become its partitions. */
async function attachFirst(client: PoolClient, run: ImportRun): Promise<void> {
  await client.query("set local maintenance_work_mem = '256MB'");
  await client.query("select adopt_staging($1)", [run.serial]);
}

async function mergeInto(client: PoolClient, run: ImportRun): Promise<void> {
  const { rows } = await client.query<{ published: number; highest: number }>(
    `select coalesce(i.published_version, 0) as published, coalesce((select max(version) from datasets d where d.incident_id = i.id and d.version < $2), 0) as highest
     from incidents i where i.id = $1`,
    [run.incidentId, run.version],
  );
  const { published = 0, highest = 0 } = rows[0] ?? {};
  await numberPeople(client, run, highest);
  if (run.mode === "amend") await rejectStrangers(client, run, published);
  await closeRows(client, run, highest, "select sid from merge_map where known and not same");
  await insertChanged(client, run);
  const removes = run.mode === "replace" ? "true" : `s.from_version > ${published}`;
  await client.query(`
    create temp table merge_rest on commit drop as
      select s.subject_id as sid from subjects s where s.incident_id = '${run.incidentId}' and s.from_version <= ${highest} and s.to_version > ${highest}
        and s.subject_id > 0 and ${removes} and not exists (select 1 from merge_map m where m.sid = s.subject_id)`);
  await closeRows(client, run, highest, "select sid from merge_rest");
  if (run.mode !== "replace" && published < highest) await reopenPublished(client, run, published, highest);
}

/** Find for each loaded row whether the person is known, and whether what is said about them is what the newest state says. */
async function numberPeople(client: PoolClient, run: ImportRun, highest: number): Promise<void> {
  const { subjects } = stagingTables(run.serial);
  await client.query(`
    create temp table merge_map on commit drop as
      select s.line, s.ref_index, e.subject_id as sid, p.subject_id is not null as known, coalesce(p.content_mac = s.content_mac, false) as same
      from ${subjects} s
      left join (select ref_index, min(subject_id) as subject_id from subjects where incident_id = '${run.incidentId}' group by ref_index) e using (ref_index)
      left join subjects p on p.incident_id = '${run.incidentId}' and p.subject_id = e.subject_id and p.from_version <= ${highest} and p.to_version > ${highest};
    update merge_map m set sid = n.sid from (
      select line, (select greatest(max(subject_id), 0) from subjects where incident_id = '${run.incidentId}') + row_number() over (order by line) as sid
      from merge_map where sid is null) n where n.line = m.line;
    create unique index on merge_map (sid);
    create index on merge_map (line);
    analyze merge_map;`);
}

/** An amendment speaks only of people who are in the published state. */
async function rejectStrangers(client: PoolClient, run: ImportRun, published: number): Promise<void> {
  await client.query(`
    create temp table strangers on commit drop as
      select m.line from merge_map m where not exists (
        select 1 from subjects s where s.incident_id = '${run.incidentId}' and s.subject_id = m.sid and s.from_version <= ${published} and s.to_version > ${published})`);
  await reject(client, run, "unknown-reference", "select line, '' as preview from strangers");
  await client.query("delete from merge_map m using strangers s where s.line = m.line");
}

/** End the rows of some people as of this version, with their contact points and the links that name them. */
async function closeRows(client: PoolClient, run: ImportRun, highest: number, people: string): Promise<void> {
  const visible = (alias: string) => `${alias}.incident_id = '${run.incidentId}' and ${alias}.from_version <= ${highest} and ${alias}.to_version > ${highest}`;
  await client.query(`
    update subjects s set to_version = ${run.version} from (${people}) p where ${visible("s")} and s.subject_id = p.sid;
    update contact_points c set to_version = ${run.version} from (${people}) p where ${visible("c")} and c.subject_id = p.sid;
    update subject_links l set to_version = ${run.version} from (${people}) p where ${visible("l")} and l.third_party_subject_id = p.sid;`);
}

async function insertChanged(client: PoolClient, run: ImportRun): Promise<void> {
  const { subjects, contacts, links } = stagingTables(run.serial);
  const changed = "not (m.known and m.same)";
  await client.query(`
    insert into subjects (incident_id, subject_id, from_version, record_id, ref_index, kind, locale, country, time_zone, confirmed, possible, cleared, content_mac, sealed)
      select s.incident_id, m.sid, ${run.version}, s.record_id, s.ref_index, s.kind, s.locale, s.country, s.time_zone, s.confirmed, s.possible, s.cleared, s.content_mac, s.sealed
      from ${subjects} s join merge_map m on m.line = s.line where ${changed};
    insert into contact_points (incident_id, kind, contact_index, subject_id, from_version)
      select c.incident_id, c.kind, c.contact_index, m.sid, ${run.version} from ${contacts} c join merge_map m on m.line = c.subject_id where ${changed};
    insert into subject_links (incident_id, account_subject_id, third_party_subject_id, from_version)
      select distinct '${run.incidentId}'::uuid, a.sid, m.sid, ${run.version}
      from ${links} l join merge_map m on m.line = l.third_line
      join (select ref_index, sid from merge_map union select ref_index, subject_id from subjects where incident_id = '${run.incidentId}') a on a.ref_index = l.account_ref_index
      where ${changed};`);
}

/** Bring back, as of this version, what is published but was closed by a version that was withdrawn since, for everybody the file does not speak of. */
async function reopenPublished(client: PoolClient, run: ImportRun, published: number, highest: number): Promise<void> {
  const again = (alias: string, person: string) =>
    `${alias}.incident_id = '${run.incidentId}' and ${alias}.from_version <= ${published} and ${alias}.to_version > ${published} and ${alias}.to_version <= ${highest}
     and not exists (select 1 from merge_map m where m.sid = ${alias}.${person})`;
  await client.query(`
    insert into subjects (incident_id, subject_id, from_version, record_id, ref_index, kind, locale, country, time_zone, confirmed, possible, cleared, content_mac, sealed)
      select incident_id, subject_id, ${run.version}, record_id, ref_index, kind, locale, country, time_zone, confirmed, possible, cleared, content_mac, sealed
      from subjects s where ${again("s", "subject_id")};
    insert into contact_points (incident_id, kind, contact_index, subject_id, from_version)
      select incident_id, kind, contact_index, subject_id, ${run.version} from contact_points c where ${again("c", "subject_id")};
    insert into subject_links (incident_id, account_subject_id, third_party_subject_id, from_version)
      select incident_id, account_subject_id, third_party_subject_id, ${run.version} from subject_links l where ${again("l", "third_party_subject_id")};`);
}

/** People whose rows differ between the published version ($3) and the new one ($2). */
const DIFFERENCE = `
  with old as (select subject_id, content_mac from subjects where incident_id = $1 and from_version <= $3 and to_version > $3 and to_version <= $2),
       new as (select subject_id, content_mac from subjects where incident_id = $1 and from_version <= $2 and to_version > $2 and from_version > $3),
       difference as (select old.subject_id is null as added, new.subject_id is null as removed, old.content_mac <> new.content_mac as changed from old full join new using (subject_id))`;

/** Count the new state by cells and against the published one, and make it a draft. */
async function settle(client: PoolClient, run: ImportRun): Promise<ImportResult> {
  // Into a table of its own first: PostgreSQL reads with several processes for that, but not for an insert.
  await client.query(`
    create temp table counted on commit drop as select kind, locale, country, confirmed, possible, cleared, count(*) as people from subjects
      where incident_id = '${run.incidentId}' and subject_id > 0 and from_version <= ${run.version} and to_version > ${run.version} group by kind, locale, country, confirmed, possible, cleared;
    insert into dataset_cells (incident_id, version, kind, locale, country, confirmed, possible, cleared, people)
      select '${run.incidentId}', ${run.version}, kind, locale, country, confirmed, possible, cleared, people from counted`);
  // Where nothing is published, everybody is added: no row need be compared.
  const base = await client.query<{ version: number | null }>("select published_version as version from incidents where id = $1", [run.incidentId]);
  const published = base.rows[0]?.version ?? null;
  const { rows } = await client.query<Omit<ImportResult, "version" | "accepted" | "rejected">>(
    `${published === null ? "with difference as (select true as added, false as removed, false as changed where false)" : DIFFERENCE}
     update datasets d set state = 'draft', base_version = $3, people = t.people, removed = (select count(*) from difference where removed), changed = (select count(*) from difference where changed),
       added = case when $3::int is null then t.people else (select count(*) from difference where added) end
     from (select coalesce(sum(people), 0)::bigint as people from dataset_cells where incident_id = $1 and version = $2) t
     where d.incident_id = $1 and d.version = $2
     returning d.people::int, d.added::int, d.removed::int, d.changed::int`,
    [run.incidentId, run.version, published],
  );
  const counted = await client.query<{ accepted: number; rejected: number }>("update imports set state = 'done', finished_at = clock_timestamp() where id = $1 returning accepted::int, rejected::int", [run.id]);
  await client.query("delete from import_uploads where id = (select upload_id from imports where id = $1)", [run.id]);
  const [figures] = rows;
  const [count] = counted.rows;
  if (!figures || !count) throw new Error("the import's rows are gone");
  return { version: run.version, ...count, ...figures };
}

/** Raise the alarm if a planted record's address stands in the file: it was made from a copy of the data. The file is loaded all the same. Before its staging goes. */
async function noticeCanaries(ctx: Context, client: PoolClient, { incidentId, serial }: ImportRun): Promise<void> {
  const { rows } = await client.query<{ id: string }>(
    `select distinct c.subject_id as id from contact_points c join ${stagingTables(serial).contacts} s on s.contact_index = c.contact_index where c.incident_id = $1 and c.subject_id < 0`,
    [incidentId],
  );
  for (const { id } of rows) await noticeCanary(await onConnection(client), ctx, { incidentId, subjectId: BigInt(id), kind: "imported" });
}

/** Events and jobs go through the connection that holds the merge's transaction. */
async function onConnection(client: PoolClient): Promise<Executor> {
  const { drizzle } = await import("drizzle-orm/node-postgres");
  return drizzle(client) as never;
}

async function recordImported(ctx: Context, client: PoolClient, run: ImportRun, result: ImportResult): Promise<void> {
  await recordAudit(await onConnection(client), ctx, { action: "dataset.merge", object: { kind: "dataset", id: `${run.incidentId}/${run.version}` }, incidentId: run.incidentId, details: { ...result } });
}
