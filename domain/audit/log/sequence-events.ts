import { sql, type SQL } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { authorise, type Context } from "../../kernel/context";
import { mayKeepLog } from "../policy";
import { eventHash, LOGGED_COLUMNS, type LoggedEvent } from "./canonical";
import type { StoredNode } from "./merkle";
import { readEdge } from "./tree-nodes";

const PAGE = 2_000;
const SERIALISATION = "40001";

interface Position extends Record<string, unknown> {
  size: number;
  snapshot: string;
  /** Null where the last snapshot says nothing: none was taken yet, or another server took it, whose transactions were numbered otherwise. */
  seen: string | null;
  server: string;
}

/**
 * Number the events that were committed since the last time, without a gap, and append their hashes to the Merkle tree. Returns how many.
 *
 * New is what this snapshot shows and the last one did not: transactions that were running then, and all that began later. So no event is missed, however long its
 * transaction ran, none waits for another's transaction, and what was committed before another act began stands before it. Any number of workers may call this: the
 * row of the position lets one at a time through, and the others return at once.
 */
export async function sequenceEvents(ctx: Context): Promise<number> {
  authorise(ctx, mayKeepLog);
  try {
    // One snapshot for all pages.
    return await ctx.db.transaction(sequence, { isolationLevel: "repeatable read" });
  } catch (error) {
    // Another worker committed between our snapshot and our lock.
    if ((error as { cause?: { code?: string } }).cause?.code === SERIALISATION) return 0;
    throw error;
  }
}

async function sequence(tx: Transaction): Promise<number> {
  const { rows } = await tx.execute<Position>(sql`
    select size::float8 as size, pg_current_snapshot()::text as snapshot, s.system_identifier::text as server,
           case when server = s.system_identifier::text then seen::text end as seen
    from audit_sequencer, pg_control_system() s for update of audit_sequencer skip locked`);
  const [position] = rows;
  if (!position) return 0;
  const { seen, snapshot } = position;
  // Those that a dump brought along bear the numbers of another server: once they are in the log, the server's own may come to where they are.
  const since = seen === null ? sql`true` : sql`(e.xid >= pg_snapshot_xmax(${seen}::pg_snapshot) and e.xid < pg_snapshot_xmax(${snapshot}::pg_snapshot) or e.xid = any(array(select pg_snapshot_xip(${seen}::pg_snapshot))))`;
  const fresh = sql`${since} and not exists (select from audit_leaves l where l.event_id = e.id)`;
  const edge = await readEdge(tx, position.size);
  let after: LoggedEvent | null = null;
  for (;;) {
    const events = await readFresh(tx, fresh, after);
    if (events.length === 0) break;
    await append(tx, edge.size, events.map((event) => ({ id: event.id, hash: eventHash(event) })), (leaf) => edge.push(leaf));
    if (events.length < PAGE) break;
    after = events.at(-1) ?? null;
  }
  const added = edge.size - position.size;
  if (added > 0 || seen === null) await tx.execute(sql`update audit_sequencer set size = ${edge.size}, seen = ${snapshot}::pg_snapshot, server = ${position.server}`);
  return added;
}

async function readFresh(tx: Transaction, fresh: SQL, after: LoggedEvent | null): Promise<LoggedEvent[]> {
  const beyond = after ? sql`and (e.xid, e.id) > (${after.xid}::xid8, ${after.id}::uuid)` : sql``;
  const { rows } = await tx.execute<LoggedEvent & Record<string, unknown>>(sql`select ${LOGGED_COLUMNS} from audit_events e where ${fresh} ${beyond} order by e.xid, e.id limit ${PAGE}`);
  return rows;
}

async function append(tx: Transaction, first: number, leaves: readonly { id: string; hash: Buffer }[], push: (leaf: Buffer) => StoredNode[]): Promise<void> {
  const nodes = leaves.flatMap(({ hash }) => push(hash));
  await tx.execute(sql`
    insert into audit_leaves (seq, event_id, leaf_hash)
    select ${first} + n - 1, id, decode(hash, 'hex') from unnest(${sql.param(leaves.map((leaf) => leaf.id))}::uuid[], ${sql.param(leaves.map((leaf) => leaf.hash.toString("hex")))}::text[]) with ordinality as leaf (id, hash, n)`);
  if (nodes.length > 0) {
    await tx.execute(sql`
      insert into audit_nodes (level, index, hash)
      select level, index, decode(hash, 'hex') from unnest(${sql.param(nodes.map((node) => node.level))}::int[], ${sql.param(nodes.map((node) => node.index))}::bigint[], ${sql.param(nodes.map((node) => node.hash.toString("hex")))}::text[]) as node (level, index, hash)`);
  }
}
