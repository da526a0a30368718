import { sql, type SQL } from "drizzle-orm";
import type { Transaction } from "@/db/client";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { mayReadAudit } from "../policy";
import { recordAudit } from "../record-audit";
import { canonicalEvent, LOGGED_COLUMNS, type LoggedEvent } from "./canonical";
import { writeVerifier } from "./signed-note";
import { listVerifiers } from "./signing-key";

const PAGE = 2_000;

interface Leaf extends LoggedEvent, Record<string, unknown> {
  seq: number;
  leaf: Buffer;
}

interface Stored extends Record<string, unknown> {
  at: number;
  line: string;
}

/**
 * Write the whole log as JSON Lines, read in one snapshot: a head (how many events have a number, when it was made, whether this installation signs: one that may be a copy does not), then in the order of their numbers `{"seq","leaf","event"}` with the event in its canonical form (null
 * where it is gone), each stored hash of 256 leaves after the last of them, each checkpoint after the last event it covers, and at the end the events without a number.
 * What stands there proves nothing by itself; {@link import("./verify-log").verifyLog} says what does.
 *
 * @param write takes lines; what it returns is waited for, so that memory holds a page
 * @throws {Forbidden}
 */
export async function exportLog(ctx: Context, write: (lines: string) => Promise<void>): Promise<{ events: number }> {
  authorise(ctx, mayReadAudit);
  const keys = await listVerifiers(ctx);
  await withTransaction(ctx, (tx) => recordAudit(tx, ctx, { action: "audit.export", object: { kind: "audit-log", id: null } }));
  return ctx.db.transaction(
    async (tx) => {
      const { rows } = await tx.execute<{ size: number; made: string; signs: boolean }>(sql`
        select size::float8 as size, to_char(clock_timestamp() at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS"Z"') as made, standing = 'confirmed' as signs from audit_sequencer, installation`);
      const { size = 0, made = "", signs = true } = rows[0] ?? {};
      await write(`${JSON.stringify({ format: "amends-audit-1", size, made, signs, keys: keys.map(writeVerifier) })}\n`);
      let from = 0;
      let followed = 0;
      for (;;) {
        const { rows: beyond } = await tx.execute<{ next: number | null }>(sql`select min(seq)::float8 as next from audit_leaves where seq >= ${from + PAGE}`);
        const next = beyond[0]?.next ?? null;
        const lines = await page(tx, { from, followed, until: next === null ? Number.MAX_SAFE_INTEGER : from + PAGE });
        if (lines.length > 0) await write(`${lines.join("\n")}\n`);
        if (next === null) break;
        followed = from + PAGE;
        from = next;
      }
      await unnumbered(tx, write);
      return { events: size };
    },
    { isolationLevel: "repeatable read", accessMode: "read only" },
  );
}

/** The events from one number on, and what follows those since `followed`. */
async function page(tx: Transaction, { from, followed, until }: { from: number; followed: number; until: number }): Promise<string[]> {
  const { rows } = await tx.execute<Leaf>(sql`
    select l.seq::float8 as seq, l.leaf_hash as leaf, ${LOGGED_COLUMNS} from audit_leaves l left join audit_events e on e.id = l.event_id where l.seq >= ${from} and l.seq < ${until} order by l.seq`);
  // The last of each tile or checkpoint, then the line that follows it.
  const { rows: stored } = await tx.execute<Stored>(sql`
    select ((index + 1) * 256 - 1)::float8 as at, 0 as kind, json_build_object('tile', index, 'hash', encode(hash, 'base64'))::text as line from audit_nodes where level = 8 and index * 256 + 255 >= ${followed} and index * 256 + 255 < ${until}
    union all
    select (size - 1)::float8, 1, json_build_object('checkpoint', note)::text from audit_checkpoints where size - 1 >= ${followed} and size - 1 < ${until}
    order by at, kind`);
  const lines: string[] = [];
  let next = 0;
  const follow = (seq: number) => {
    for (let row = stored[next]; row && row.at <= seq; row = stored[++next]) lines.push(row.line);
  };
  for (const row of rows) {
    follow(row.seq - 1);
    lines.push(`{"seq":${row.seq},"leaf":"${row.leaf.toString("base64")}","event":${(row.id as string | null) === null ? "null" : canonicalEvent(row)}}`);
  }
  follow(until);
  return lines;
}

async function readUnnumbered(tx: Transaction, beyond: SQL): Promise<LoggedEvent[]> {
  const { rows } = await tx.execute<Leaf>(sql`select ${LOGGED_COLUMNS} from audit_events e where not exists (select from audit_leaves l where l.event_id = e.id) ${beyond} order by e.id limit ${PAGE}`);
  return rows;
}

async function unnumbered(tx: Transaction, write: (lines: string) => Promise<void>): Promise<void> {
  let after: LoggedEvent | null = null;
  for (;;) {
    const beyond = after ? sql`and e.id > ${after.id}::uuid` : sql``;
    const rows = await readUnnumbered(tx, beyond);
    if (rows.length > 0) await write(`${rows.map((row) => `{"seq":null,"event":${canonicalEvent(row)}}`).join("\n")}\n`);
    if (rows.length < PAGE) return;
    after = rows.at(-1) ?? null;
  }
}
