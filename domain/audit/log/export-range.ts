import { desc, sql } from "drizzle-orm";
import { auditCheckpoints } from "@/db/schema/audit";
import { authorise, type Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { mayExportAudit } from "../policy";
import { recordAudit } from "../record-audit";
import { firstIdAt } from "../rules";
import type { ExportTicket } from "../types";
import { canonicalEvent } from "./canonical";
import { proveRange } from "./range-proof";
import { readNumbered } from "./read-numbered";
import { readSubtree } from "./tree-nodes";

/** More than this is what the export of the whole log is for. */
const MOST = 100_000;
const PAGE = 2_000;

interface RangeTime {
  from: Date;
  until: Date;
}

/** How many events a stretch of the log has, for who asks for it. @throws {Forbidden} @throws {Conflict} where there is nothing, or too much */
export async function measureRange(ctx: Context, { from, until }: RangeTime): Promise<number> {
  authorise(ctx, mayExportAudit);
  const found = await findRange(ctx.db, from, until, MOST);
  return found.until - found.from + found.unsealed;
}

/**
 * Write a stretch of the log with one proof for all of it, as JSON Lines: a head, each event in its canonical form by its number, and at the end the newest checkpoint with the hashes that lead to its root. The
 * stretch is all numbers from the first to the last event of the time asked for, so that nothing in between can be left out; events that no checkpoint covers yet, and those beyond what the ticket is for, are left out at its end, and the head says how many.
 * The export is an event itself, with its reason, and commits before the first line is made. Head and end say whose it is: the events themselves are what is proven. @throws {Forbidden} @throws {StaleProof} @throws {Conflict} where there is nothing, or too much
 */
export async function exportRange(ctx: Context, time: RangeTime, ticket: ExportTicket): Promise<AsyncGenerator<string>> {
  authorise(ctx, mayExportAudit);
  const range = await withTransaction(ctx, async (tx) => {
    const found = await findRange(tx, time.from, time.until, ticket.people);
    await ticket.spend(tx);
    await recordAudit(tx, ctx, { action: "audit.export-range", object: { kind: "audit-log", id: null }, reason: ticket.reason, details: { from: found.from, until: found.until, events: found.until - found.from, under: found.size, export: ticket.id } });
    return found;
  });
  return lines(ctx, range, time, ticket);
}

interface FoundRange {
  from: number;
  until: number;
  size: number;
  note: string;
  unsealed: number;
}

async function findRange(tx: Executor, from: Date, until: Date, most: number): Promise<FoundRange> {
  const { rows: [row] } = await tx.execute<{ first: number | null; last: number | null; events: number }>(sql`
    select min(l.seq)::float8 as first, max(l.seq)::float8 as last, count(*)::int as events from (
      select id from audit_events where id >= ${firstIdAt(from, -1)}::uuid and id < ${firstIdAt(until, 1)}::uuid and at >= ${from.toISOString()}::timestamptz and at < ${until.toISOString()}::timestamptz limit ${MOST + 1}) e
    join audit_leaves l on l.event_id = e.id`);
  if (!row || row.first === null || row.last === null) throw new Conflict("audit-range-empty");
  const [newest] = await tx.select({ size: auditCheckpoints.size, note: auditCheckpoints.note }).from(auditCheckpoints).orderBy(desc(auditCheckpoints.size)).limit(1);
  if (!newest || newest.size <= row.first) throw new Conflict("audit-range-unsealed");
  const sealed = Math.min(row.last + 1, newest.size);
  const end = Math.min(sealed, row.first + most);
  if (row.events > MOST || sealed - row.first > MOST) throw new Conflict("audit-range-large");
  return { from: row.first, until: end, size: newest.size, note: newest.note, unsealed: row.last + 1 - end };
}

async function* lines(ctx: Context, { from, until, size, note, unsealed }: FoundRange, asked: RangeTime, { id, mark }: ExportTicket): AsyncGenerator<string> {
  yield `${JSON.stringify({ format: "amends-audit-range-1", from, until, size, unsealed, asked: { from: asked.from.toISOString(), until: asked.until.toISOString() }, export: id, taken: mark })}\n`;
  for (let next = from; next < until; next += PAGE) {
    const rows = await readNumbered(ctx.db, next, Math.min(next + PAGE, until));
    yield rows.map((row) => `{"seq":${row.seq},"event":${canonicalEvent(row)}}\n`).join("");
  }
  const proof = await proveRange((level, index) => readSubtree(ctx.db, level, index), { from, until, size });
  yield `${JSON.stringify({ checkpoint: note, proof: proof.map((hash) => hash.toString("base64")), export: id })}\n`;
}
