import { sql, type SQL } from "drizzle-orm";
import { type PgTable } from "drizzle-orm/pg-core";
import { canaries } from "@/db/schema/canaries";
import { claimExplanations, claimTraces } from "@/db/schema/claim-risk";
import { installationGuests } from "@/db/schema/installation";
import { codeMails, useCounts } from "@/db/schema/lookups";
import { suppressionCounts, suppressions } from "@/db/schema/suppressions";
import { linkIndex } from "@/lib/crypto";
import type { Executor } from "../../kernel/transaction";

/** The key to move to: its last link, and how many it has. */
export interface NextIndex {
  link: Buffer;
  links: number;
}

/** How far a table is moved: the place of the last value in its order. */
export type Place = readonly unknown[];

/** A table under the installation's index key. Moves up to `most` values that come after `after`, in the caller's transaction, and says where it got to, or null when nothing is left. A row that has moved says so itself. */
type MoveTable = (tx: Executor, next: NextIndex, step: { after: Place | null; most: number }) => Promise<Place | null>;

/** The relation `m (old, new)`. Bytes as they are: through `decode` no index would be used under row-level security, to which that function may tell of rows. */
function moved(values: readonly Buffer[], link: Buffer): SQL {
  return sql`unnest(${sql.param(values)}::bytea[], ${sql.param(values.map((value) => linkIndex(link, value)))}::bytea[]) m(old, new)`;
}

/** A table whose values stand in one column, found through an index that begins with it. */
function column(table: SQL, name: SQL, write: (tx: Executor, m: SQL, links: number) => Promise<void>): MoveTable {
  return async (tx, { link, links }, { after, most }) => {
    const { rows } = await tx.execute<{ value: Buffer }>(sql`
      select t.${name} as value from ${table} t where t.index_links < ${links} ${after ? sql`and t.${name} > ${after[0]}` : sql``} order by 1 limit ${most}`);
    const last = rows.at(-1);
    if (!last) return null;
    const values = new Map(rows.map(({ value }) => [value.toString("hex"), value]));
    await write(tx, moved([...values.values()], link), links);
    return [last.value];
  };
}

/** Of an address that two processes entered under both keys, when the next one came into use, one stays. */
const moveSuppressions = column(sql`${suppressions}`, sql`contact_index`, async (tx, m, links) => {
  await tx.execute(sql`
    with twice as (
      delete from ${suppressions} s using ${m} where s.contact_index = m.old and s.index_links < ${links} and exists (select from ${suppressions} t where t.contact_index = m.new and t.scope = s.scope) returning s.scope, s.reason, s.contact_index
    ) insert into ${suppressionCounts} as c (scope, reason, shard, addresses) select scope, reason, get_byte(contact_index, 0) % 16, -count(*) from twice group by 1, 2, 3
    on conflict (scope, reason, shard) do update set addresses = c.addresses + excluded.addresses`);
  await tx.execute(sql`update ${suppressions} s set contact_index = m.new, index_links = ${links} from ${m} where s.contact_index = m.old and s.index_links < ${links}`);
});

const moveGuests = column(sql`${installationGuests}`, sql`contact_index`, async (tx, m, links) => {
  await tx.execute(sql`delete from ${installationGuests} g using ${m} where g.contact_index = m.old and exists (select from ${installationGuests} t where t.contact_index = m.new)`);
  await tx.execute(sql`update ${installationGuests} g set contact_index = m.new, index_links = ${links} from ${m} where g.contact_index = m.old and g.index_links < ${links}`);
});

const moveCodeMails = column(sql`${codeMails}`, sql`address_index`, async (tx, m, links) => {
  await tx.execute(sql`update ${codeMails} c set address_index = m.new, index_links = ${links} from ${m} where c.address_index = m.old and c.index_links < ${links}`);
});

/** What was counted under the next key meanwhile is of the same budget. */
const moveUses = column(sql`${useCounts}`, sql`budget`, async (tx, m, links) => {
  await tx.execute(sql`
    with gone as (delete from ${useCounts} u using ${m} where u.budget = m.old and u.index_links < ${links} returning m.new, u.began, u.uses, u.what)
    insert into ${useCounts} as u (budget, began, uses, what, index_links) select new, began, uses, what, ${links} from gone
    on conflict (budget, began) do update set uses = u.uses + excluded.uses`);
});

const LEAST = "00000000-0000-0000-0000-000000000000";

/** Equal traces of a programme move together, with what was explained of them: whoever compares sees both under one key or both under the next. */
const moveTraces: MoveTable = async (tx, { link, links }, { after, most }) => {
  const [incidentId, programmeId, kind, trace] = after ?? [LEAST, LEAST, "", Buffer.alloc(0)];
  const { rows } = await tx.execute<{ incident_id: string; programme_id: string; kind: string; trace: Buffer }>(sql`
    select incident_id, programme_id, kind, trace from ${claimTraces}
    where index_links < ${links} and (incident_id, programme_id, kind, trace) > (${incidentId}::uuid, ${programmeId}::uuid, ${kind}::text, ${trace}::bytea)
    order by 1, 2, 3, 4 limit ${most}`);
  const last = rows.at(-1);
  if (!last) return null;
  const values = [...new Map(rows.map((row) => [`${row.programme_id} ${row.kind} ${row.trace.toString("hex")}`, row])).values()];
  const texts = (values: string[]) => sql.param(values);
  const m = sql`unnest(${texts(values.map((row) => row.incident_id))}::uuid[], ${texts(values.map((row) => row.programme_id))}::uuid[], ${texts(values.map((row) => row.kind))}::text[],
    ${sql.param(values.map((row) => row.trace))}::bytea[], ${sql.param(values.map((row) => linkIndex(link, row.trace)))}::bytea[]) m(incident_id, programme_id, kind, old, new)`;
  const same = sql`t.incident_id = m.incident_id and t.programme_id = m.programme_id and t.kind = m.kind and t.trace = m.old and t.index_links < ${links}`;
  await tx.execute(sql`delete from ${claimTraces} t using ${m} where ${same} and exists (select from ${claimTraces} x where x.claim_id = t.claim_id and x.kind = t.kind and x.trace = m.new)`);
  await tx.execute(sql`update ${claimTraces} t set trace = m.new, index_links = ${links} from ${m} where ${same}`);
  await tx.execute(sql`delete from ${claimExplanations} e using ${m} where e.kind = m.kind and e.trace = m.old and e.index_links < ${links} and exists (select from ${claimExplanations} x where x.claim_id = e.claim_id and x.kind = e.kind and x.trace = m.new)`);
  await tx.execute(sql`
    update ${claimExplanations} e set trace = m.new, index_links = ${links} from ${m}, claims c
    where e.incident_id = m.incident_id and e.kind = m.kind and e.trace = m.old and e.index_links < ${links} and c.id = e.claim_id and c.programme_id = m.programme_id`);
  return [last.incident_id, last.programme_id, last.kind, last.trace];
};

/** Explanations of traces that are no more. */
const moveExplanations = column(sql`${claimExplanations}`, sql`trace`, async (tx, m, links) => {
  // What is compared by likeness is explained without a trace.
  await tx.execute(sql`update ${claimExplanations} e set trace = case when octet_length(e.trace) = 0 then e.trace else m.new end, index_links = ${links} from ${m} where e.trace = m.old and e.index_links < ${links}`);
});

const moveCanaries: MoveTable = async (tx, { link, links }) => {
  const { rows } = await tx.execute<{ value: Buffer }>(sql`select distinct a as value from ${canaries}, unnest(addresses) a where index_links < ${links}`);
  if (rows.length === 0) return null;
  await tx.execute(sql`
    update ${canaries} c set index_links = ${links}, addresses = (select array_agg(m.new order by at) from unnest(c.addresses) with ordinality a(value, at) join ${moved(rows.map(({ value }) => value), link)} on m.old = a.value)
    where c.index_links < ${links}`);
  return [];
};

/** Every table under the installation's index key, in the order in which they move: what a message is held back by first. */
export const tablesOfIndex: readonly { table: PgTable; move: MoveTable }[] = [
  { table: suppressions, move: moveSuppressions },
  { table: installationGuests, move: moveGuests },
  { table: canaries, move: moveCanaries },
  { table: codeMails, move: moveCodeMails },
  { table: useCounts, move: moveUses },
  { table: claimTraces, move: moveTraces },
  { table: claimExplanations, move: moveExplanations },
];
