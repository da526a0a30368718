import { sql } from "drizzle-orm";
import { authorise, type Context } from "../../kernel/context";
import { enqueue } from "../../kernel/job";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { isInstallationIndexMoving } from "../../keys/rotation/steady-index";
import { AGAIN_SECONDS, watchNetworkJob, weighClaimJob } from "./jobs";
import { mayWeighClaims } from "./policy";
import { judgeBurst, LEAST_BURST } from "./rules";

/** Claims looked at for what is usual, and the most that are counted in ten minutes. */
const BEFORE = 2_000;
const MOST = 5_000;
/** Claims marked by one look. */
const MARKED = 500;

/**
 * Look whether the ten minutes before a claim brought unusually many from its network, and mark those that came. What is usual is the network's share of the two thousand claims before, so it costs the same
 * however many there are. @throws {Forbidden}
 */
export async function watchNetwork(ctx: Context, { claimId }: { claimId: string }): Promise<void> {
  authorise(ctx, mayWeighClaims);
  await withTransaction(ctx, async (tx) => {
    // What came before a rotation of the key is under the old one until it has moved.
    if (await isInstallationIndexMoving(tx)) await enqueue(tx, watchNetworkJob, { claimId }, { key: `watch-network-again:${claimId}`, runAt: AGAIN_SECONDS });
    const came = await listCame(tx, claimId);
    if (came.length < LEAST_BURST) return;
    const { burst, usual } = judgeBurst(came.length, await countAll(tx, claimId), await shareBefore(tx, claimId));
    if (!burst) return;
    const marked = came.slice(0, MARKED);
    await tx.execute(sql`
      insert into claim_bursts (claim_id, incident_id, filed, usual)
      select id, incident_id, ${came.length}, ${usual} from claims where id in (${sql.join(marked.map((id) => sql`${id}::uuid`), sql`, `)})
      on conflict (claim_id) do update set filed = greatest(claim_bursts.filed, excluded.filed), usual = excluded.usual`);
    for (const id of marked) await enqueue(tx, weighClaimJob, { claimId: id }, { key: `weigh-claim:${id}` });
  });
}

/** The network's claims of the ten minutes up to this one's look, this one among them, the newest first. */
async function listCame(tx: Executor, claimId: string): Promise<string[]> {
  const { rows } = await tx.execute<{ id: string }>(sql`
    select x.claim_id as id from claim_traces t join claim_traces x on x.incident_id = t.incident_id and x.programme_id = t.programme_id and x.kind = 'network' and x.trace = t.trace
      and x.at between t.at - interval '10 minutes' and t.at + interval '1 minute'
    where t.claim_id = ${claimId} and t.kind = 'network' order by x.at desc limit ${MOST}`);
  return rows.map(({ id }) => id);
}

/** Claims that came over any network in the same minutes. */
async function countAll(tx: Executor, claimId: string): Promise<number> {
  const { rows } = await tx.execute<{ claims: number }>(sql`
    select count(*)::int as claims from (
      select 1 from claim_traces t join claim_traces x on x.incident_id = t.incident_id and x.programme_id = t.programme_id and x.kind = 'network'
        and x.at between t.at - interval '10 minutes' and t.at + interval '1 minute'
      where t.claim_id = ${claimId} and t.kind = 'network' limit ${MOST}) few`);
  return rows[0]?.claims ?? 0;
}

async function shareBefore(tx: Executor, claimId: string): Promise<number> {
  const { rows } = await tx.execute<{ share: number | null }>(sql`
    select avg((x.trace = t.trace)::int)::float8 as share
    from claim_traces t cross join lateral (
      select trace from claim_traces where incident_id = t.incident_id and programme_id = t.programme_id and kind = 'network' and at < t.at - interval '10 minutes' order by at desc limit ${BEFORE}) x
    where t.claim_id = ${claimId} and t.kind = 'network'`);
  return rows[0]?.share ?? 0;
}
