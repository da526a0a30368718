import pg from "pg";
import { sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/node-postgres";
import { eventHash, LOGGED_COLUMNS, type LoggedEvent } from "@/domain/audit/log/canonical";
import { exportLog } from "@/domain/audit/log/export-log";
import { TILE, treeHash } from "@/domain/audit/log/merkle";
import { sealLog } from "@/domain/audit/log/seal-log";
import { sequenceEvents } from "@/domain/audit/log/sequence-events";
import { listVerifiers } from "@/domain/audit/log/signing-key";
import { verifyLog, type LogFinding, type LogVerdict } from "@/domain/audit/log/verify-log";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { systemContext } from "./contexts";

const REASON = "asked by phone";

/** Write many events, number them and seal them in a few steps. */
export async function aSealedLog(parts: ProcessParts, { events, checkpoints }: { events: number; checkpoints: number }): Promise<void> {
  const ctx = systemContext(parts);
  for (let step = 0; step < checkpoints; step++) {
    const count = Math.floor((events * (step + 1)) / checkpoints) - Math.floor((events * step) / checkpoints);
    await parts.db.execute(sql`
      insert into audit_events (actor_kind, actor_id, action, object_kind, object_id, reason, details, request_id)
      select 'staff', '00000000-0000-4000-8000-00000000000' || n % 7, 'claim.reveal', 'claim', 'claim ' || n, ${REASON}, jsonb_build_object('fields', jsonb_build_array('email'), 'n', n), 'request ' || n from generate_series(1, ${count}::int) n`);
    await sequenceEvents(ctx);
    await sealLog(ctx, "claims.haneul.example/audit");
  }
}

export async function exportedLog(parts: ProcessParts): Promise<string> {
  let text = "";
  await exportLog(systemContext(parts), (lines) => {
    text += lines;
    return Promise.resolve();
  });
  return text;
}

/** Verify as somebody does who has the public key alone. The export arrives in pieces that begin and end anywhere. */
export async function verified(parts: ProcessParts, text: string, outside: readonly string[] = []): Promise<{ verdict: LogVerdict; findings: LogFinding[] }> {
  const findings: LogFinding[] = [];
  const verifiers = await listVerifiers(systemContext(parts));
  async function* pieces() {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 10_007) yield await Promise.resolve(Buffer.from(bytes.subarray(at, at + 10_007)));
  }
  return { verdict: await verifyLog(pieces(), { verifiers, outside, onFinding: (finding) => findings.push(finding) }), findings };
}

interface Damage {
  /** What was done, in words of its own. */
  how: string;
  seqs: number[];
}

const columns = [
  "action = 'claim.look'", "actor_id = 'somebody else'", "actor_kind = 'operator'", "at = at + interval '1 microsecond'", "details = details || '{\"n\": -1}'", "details = '{}'", "id = uuidv7()",
  "incident_id = uuidv7()", "object_id = null", "object_kind = 'wave'", "reason = ''", "reason = null", "request_id = 'another'", "xid = (xid::text::bigint + 1)::text::xid8",
];

type Change = (client: pg.Client, seqs: [number, number], pick: number) => Promise<Damage>;

const ofEvent = "where id = (select event_id from audit_leaves where seq = $1)";

const changes: Change[] = [
  async (client, [seq], pick) => {
    const set = columns[pick % columns.length] ?? "";
    // Under another id the leaf has lost its event.
    await client.query(`update audit_events set ${set} ${ofEvent}`, [seq]);
    return { how: set, seqs: [seq] };
  },
  async (client, [seq]) => {
    await client.query(`delete from audit_events ${ofEvent}`, [seq]);
    return { how: "event deleted", seqs: [seq] };
  },
  async (client, [seq], pick) => {
    if (pick % 2 === 0) await client.query(`delete from audit_events ${ofEvent}`, [seq]);
    await client.query("delete from audit_leaves where seq = $1", [seq]);
    return { how: pick % 2 === 0 ? "event and leaf deleted" : "leaf deleted", seqs: [seq] };
  },
  async (client, [a, b]) => {
    await client.query("update audit_leaves x set event_id = y.event_id, seq = x.seq from (select seq, event_id from audit_leaves where seq in ($1, $2)) y where x.seq in ($1, $2) and y.seq <> x.seq", [a, b]);
    return { how: "two events exchanged", seqs: [a, b] };
  },
  async (client, [seq]) => {
    await client.query("update audit_leaves set leaf_hash = sha256(leaf_hash) where seq = $1", [seq]);
    return { how: "leaf changed", seqs: [seq] };
  },
];

interface Extent {
  /** Of the log; what is changed is among these. */
  events: number;
  count: number;
  seed: number;
}

/** Numbers at random, the same for a seed: of events, each once, and below a limit. */
function draw({ events, seed }: Extent) {
  let state = seed;
  const random = (below: number) => Math.floor(((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32) * below);
  const left = Array.from({ length: events }, (_, seq) => seq);
  return { random, take: () => left.splice(random(left.length), 1)[0] ?? 0 };
}

/** Numbers of events above which the stored hash of 256 stands. */
export function drawComplete({ events, ...extent }: Extent): number[] {
  const { take } = draw({ ...extent, events: events - (events % TILE) });
  return Array.from({ length: extent.count }, take);
}

/** As a superuser who has switched the triggers off. */
export async function asSuperuser<T>(url: string, act: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    return await act(client);
  } finally {
    await client.end();
  }
}

/** Change sealed events at random so that each is told by its number. */
export async function damageLog(url: string, extent: Extent): Promise<Damage[]> {
  const { random, take } = draw(extent);
  return asSuperuser(url, async (client) => {
    for (const check of ["audit_events_of_staff", "audit_events_moment", "audit_events_details"]) await client.query(`alter table audit_events drop constraint ${check}`);
    // An exchange passes through a moment at which two leaves name one event.
    await client.query("alter table audit_leaves drop constraint audit_leaves_event_id_key");
    const done: Damage[] = [];
    while (done.length < extent.count) {
      const change = changes[done.length % changes.length];
      if (!change) break;
      done.push(await change(client, [take(), take()], random(1_000_000)));
    }
    return done;
  });
}

/** Change events together with their leaves: the hash of 256 that was stored over each is all that tells. */
export async function rewriteEvents(url: string, seqs: readonly number[]): Promise<void> {
  await asSuperuser(url, async (client) => {
    for (const seq of seqs) await rewrite(client, seq, `rewritten ${seq}`);
  });
}

/**
 * Change an event together with every hash above it while something is done, and put it back: the checkpoints are all that tells, and after one such change every later one differs. With `unsaid` the
 * checkpoints of the database over that event are taken away too, so that those outside are all that tells.
 */
export async function whileRewritten(url: string, { seq, unsaid }: { seq: number; unsaid: boolean }, act: () => Promise<void>): Promise<void> {
  await asSuperuser(url, async (client) => {
    await client.query("create temporary table unsaid as select * from audit_checkpoints where size > $1 and $2", [seq, unsaid]);
    await client.query("delete from audit_checkpoints where size in (select size from unsaid)");
    await rewrite(client, seq, `rewritten ${seq}`, true);
    await act();
    await rewrite(client, seq, REASON, true);
    await client.query("insert into audit_checkpoints select * from unsaid");
  });
}

/** Change every event since the first `size` with every hash above it, as somebody who knows how the log is made. Unless they are left, the checkpoints over those are gone as well, and with `nothing` left no place outside has had one since. */
export async function rewriteSince(url: string, size: number, left: "checkpoints" | "places" | "nothing"): Promise<void> {
  await asSuperuser(url, async (client) => {
    if (left !== "checkpoints") await client.query("delete from audit_checkpoints where size > $1", [size]);
    if (left === "nothing") await client.query("update audit_places set size = least(size, $1)", [size]);
    const { rows } = await client.query<{ seq: number }>("select seq::float8 as seq from audit_leaves where seq >= $1 order by seq", [size]);
    for (const { seq } of rows) await rewrite(client, seq, `rewritten ${seq}`, seq % TILE === TILE - 1);
  });
}

async function rewrite(client: pg.Client, seq: number, reason: string, above = false): Promise<void> {
  await client.query(`update audit_events set reason = $2 ${ofEvent}`, [seq, reason]);
  await rehash(client, seq, above);
}

/** Whether a finding tells this event by its number. */
export function tells(findings: readonly LogFinding[], seq: number): boolean {
  return findings.some((finding) => {
    switch (finding.kind) {
      case "changed":
        return finding.seq === seq;
      case "moved":
        return finding.seq === seq || finding.at === seq;
      case "missing":
        return finding.from <= seq && seq <= finding.to;
      default:
        return false;
    }
  });
}

/** Events that a finding of a kind tells among others, with this one among them, at most so many: more would be found for another's reason. */
export function tellsAmong(findings: readonly LogFinding[], seq: number, kind: "rewritten" | "checkpoint-differs", most: number): boolean {
  return findings.some((finding) => finding.kind === kind && finding.from <= seq && seq <= finding.to && finding.to - finding.from < most);
}

/** Make a leaf of what the event says now, and where it is asked for the hashes above it, as somebody would who knows how the log is made. */
async function rehash(client: pg.Client, seq: number, above = false): Promise<void> {
  const db = drizzle(client);
  const { rows } = await db.execute<LoggedEvent & Record<string, unknown>>(sql`select ${LOGGED_COLUMNS} from audit_events e join audit_leaves l on l.event_id = e.id where l.seq = ${seq}`);
  const [event] = rows;
  if (event) await client.query("update audit_leaves set leaf_hash = $2 where seq = $1", [seq, eventHash(event)]);
  for (let level = 8; above; level += 8) {
    const index = Math.floor(seq / 2 ** level);
    const below = level === 8 ? "select leaf_hash as hash from audit_leaves where seq / 256 = $1 order by seq" : "select hash from audit_nodes where level = $2 and index / 256 = $1 order by index";
    const { rows: hashes } = await client.query<{ hash: Buffer }>(below, level === 8 ? [index] : [index, level - 8]);
    if (hashes.length < TILE) return;
    await client.query("update audit_nodes set hash = $3 where level = $1 and index = $2", [level, index, treeHash(hashes.map(({ hash }) => hash))]);
  }
}
