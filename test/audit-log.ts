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

/** Write many events, number them and seal them in a few steps. */
export async function aSealedLog(parts: ProcessParts, { events, checkpoints }: { events: number; checkpoints: number }): Promise<void> {
  const ctx = systemContext(parts);
  for (let step = 0; step < checkpoints; step++) {
    const count = Math.floor((events * (step + 1)) / checkpoints) - Math.floor((events * step) / checkpoints);
    await parts.db.execute(sql`
      insert into audit_events (actor_kind, actor_id, action, object_kind, object_id, reason, details, request_id)
      select 'staff', 'member ' || n % 7, 'claim.reveal', 'claim', 'claim ' || n, 'asked by phone', jsonb_build_object('fields', jsonb_build_array('email'), 'n', n), 'request ' || n from generate_series(1, ${count}::int) n`);
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
  /** Whether it must be told by the event's number; otherwise by the events among which it is. */
  exactly: boolean;
  /** Whether the stored hashes above the leaf were made anew as well. */
  above?: boolean;
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
    return { how: set, seqs: [seq], exactly: true };
  },
  async (client, [seq]) => {
    await client.query(`delete from audit_events ${ofEvent}`, [seq]);
    return { how: "event deleted", seqs: [seq], exactly: true };
  },
  async (client, [seq], pick) => {
    if (pick % 2 === 0) await client.query(`delete from audit_events ${ofEvent}`, [seq]);
    await client.query("delete from audit_leaves where seq = $1", [seq]);
    return { how: pick % 2 === 0 ? "event and leaf deleted" : "leaf deleted", seqs: [seq], exactly: true };
  },
  async (client, [a, b]) => {
    await client.query("update audit_leaves x set event_id = y.event_id, seq = x.seq from (select seq, event_id from audit_leaves where seq in ($1, $2)) y where x.seq in ($1, $2) and y.seq <> x.seq", [a, b]);
    return { how: "two events exchanged", seqs: [a, b], exactly: true };
  },
  async (client, [seq]) => {
    await client.query("update audit_leaves set leaf_hash = sha256(leaf_hash) where seq = $1", [seq]);
    return { how: "leaf changed", seqs: [seq], exactly: true };
  },
  async (client, [seq], pick) => {
    await client.query(`update audit_events set reason = 'rewritten ${pick}' ${ofEvent}`, [seq]);
    return { how: "event and leaf rewritten", seqs: [seq], exactly: false };
  },
  async (client, [seq], pick) => {
    await client.query(`update audit_events set reason = 'rewritten ${pick}' ${ofEvent}`, [seq]);
    return { how: "event, leaf and every hash above it rewritten", seqs: [seq], exactly: false, above: true };
  },
];

/** Change sealed events at random, as a superuser who has switched the triggers off. */
export async function damageLog(url: string, { events, count, seed }: { events: number; count: number; seed: number }): Promise<Damage[]> {
  let state = seed;
  const random = (below: number) => Math.floor(((state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0) / 2 ** 32) * below);
  const left = Array.from({ length: events }, (_, seq) => seq);
  const take = () => left.splice(random(left.length), 1)[0] ?? 0;
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query("set session_replication_role = replica");
    // An exchange passes through a moment at which two leaves name one event.
    await client.query("alter table audit_leaves drop constraint audit_leaves_event_id_key");
    const done: Damage[] = [];
    while (done.length < count) {
      const change = changes[done.length % changes.length];
      if (!change) break;
      const damage = await change(client, [take(), take()], random(1_000_000));
      if (!damage.exactly) for (const seq of damage.seqs) await rehash(client, seq, damage.above);
      done.push(damage);
    }
    return done;
  } finally {
    await client.end();
  }
}

/** Whether the findings tell this event: by its number, or else among others. */
export function tells(findings: readonly LogFinding[], seq: number, exactly: boolean): boolean {
  return findings.some((finding) => {
    switch (finding.kind) {
      case "changed":
        return finding.seq === seq;
      case "moved":
        return finding.seq === seq || finding.at === seq;
      case "missing":
        return finding.from <= seq && seq <= finding.to;
      case "rewritten":
      case "checkpoint-differs":
        return !exactly && finding.from <= seq && seq <= finding.to;
      default:
        return false;
    }
  });
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
