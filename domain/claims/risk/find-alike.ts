import { sql } from "drizzle-orm";
import type { ClaimState } from "@/db/values/claim-states";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import type { ClaimRow } from "../queries/read-claim";
import { linkTrace } from "./link-trace";
import { bitsApart, lookProbes, NEAR_BITS, tellsPictures } from "./looks";
import { newestTraceKey, traceKeys } from "./record-traces";
import { MOST_LINKED } from "./rules";
import type { LinkedClaim } from "./types";
import { alikeWords } from "./words";

export type Me = Pick<ClaimRow, "id" | "incidentId" | "programmeId" | "subjectId" | "contactIndex">;

/** Conditions under which another claim counts: not withdrawn, and of another record and another contact. Whoever files twice for themselves is held up elsewhere. */
export function countsBeside({ subjectId, contactIndex }: Pick<Me, "subjectId" | "contactIndex">) {
  return sql`c.state <> 'withdrawn' and c.subject_id <> ${subjectId} and c.contact_index <> ${contactIndex}`;
}

/** Candidates that the index gives for one look or text; a form of a bank may be in very many claims. */
const CANDIDATES = 500;

interface Candidate extends Record<string, unknown> {
  id: string;
  reference: string;
  state: ClaimState;
  since: number;
  hash: Buffer;
}

/** Find claims whose papers look like this one's, or whose texts come from the same template. The index gives candidates; which of them are near is compared here. */
export async function findAlike(db: Executor, ctx: Pick<Context, "keys">, me: Me): Promise<(LinkedClaim & { kind: "look" | "words" })[]> {
  const [looks, words] = [await findLooks(db, ctx, me), await findWords(db, ctx, me)];
  return [...looks.map((claim) => ({ kind: "look" as const, ...claim })), ...words.map((claim) => ({ kind: "words" as const, ...claim }))];
}

async function findLooks(db: Executor, ctx: Pick<Context, "keys">, me: Me): Promise<LinkedClaim[]> {
  const { rows: papers } = await db.execute<{ look: Buffer; original: Buffer }>(sql`
    select perceptual_hash as look, original_hash as original from evidence_files
    where incident_id = ${me.incidentId} and owner_kind = 'claim' and owner_id = ${me.id} and perceptual_hash is not null and original_hash is not null and state in ('clean', 'unscanned')`);
  const told = papers.filter(({ look }) => tellsPictures(look));
  if (told.length === 0) return [];
  const keys = await traceKeys(ctx);
  const probes = keys.flatMap((key) => told.flatMap(({ look }) => lookProbes(key, look)));
  const { rows } = await db.execute<Candidate & { original: Buffer }>(sql`
    with near as (
      select claim_id, max(at) as at from (
        select claim_id, at from claim_traces
        where incident_id = ${me.incidentId} and programme_id = ${me.programmeId} and kind = 'look' and trace in (${sql.join(probes.map((probe) => sql`${probe}`), sql`, `)}) and claim_id <> ${me.id}
        order by at desc limit ${CANDIDATES * told.length}) few group by claim_id)
    select c.id, c.reference, c.state, floor(extract(epoch from near.at) * 1000)::float8 as since, e.perceptual_hash as hash, e.original_hash as original
    from near join claims c on c.id = near.claim_id
    join evidence_files e on e.incident_id = c.incident_id and e.owner_kind = 'claim' and e.owner_id = c.id and e.perceptual_hash is not null and e.state in ('clean', 'unscanned')
    where ${countsBeside(me)}`);
  // The same file is a reason of its own and is not told twice.
  return first(rows.filter(({ hash, original }) => told.some((paper) => !paper.original.equals(original) && bitsApart(paper.look, hash) <= NEAR_BITS)));
}

async function findWords(db: Executor, ctx: Pick<Context, "keys">, me: Me): Promise<LinkedClaim[]> {
  const { rows } = await db.execute<Candidate & { links: number; own: Buffer; ownLinks: number }>(sql`
    with mine as (select kind, trace, index_links from claim_traces where claim_id = ${me.id} and kind in ('words', 'words-band')),
    near as (
      select distinct x.claim_id from mine cross join lateral (
        select claim_id from claim_traces
        where incident_id = ${me.incidentId} and programme_id = ${me.programmeId} and kind = 'words-band' and trace = mine.trace and claim_id <> ${me.id}
        order by at desc limit ${CANDIDATES}) x where mine.kind = 'words-band')
    select c.id, c.reference, c.state, floor(extract(epoch from w.at) * 1000)::float8 as since, w.trace as hash, w.index_links as links, own.trace as own, own.index_links as "ownLinks"
    from near join claims c on c.id = near.claim_id join claim_traces w on w.claim_id = c.id and w.kind = 'words' cross join (select trace, index_links from mine where kind = 'words') own
    where ${countsBeside(me)} order by w.at desc`);
  // While the key is rotated one signature may have moved and the other not: both are compared under the newest.
  const newest = await newestTraceKey(ctx);
  return first(rows.filter(({ own, ownLinks, hash, links }) => alikeWords(linkTrace(newest, own, ownLinks), linkTrace(newest, hash, links))));
}

function first(rows: readonly Candidate[]): LinkedClaim[] {
  const claims = new Map(rows.map(({ id, reference, state, since }) => [id, { id, reference, state, since }]));
  return [...claims.values()].slice(0, MOST_LINKED + 1);
}
