import type { Readable } from "node:stream";
import { and, eq, isNull, lt, sql, type SQL } from "drizzle-orm";
import { liftStatementLimit } from "@/db/client";
import { audienceLists, audienceReferences } from "@/db/schema/audiences";
import { IndexWriter, MAC_BYTES } from "@/lib/crypto";
import { recordAudit } from "../audit/record-audit";
import { decoded } from "../exposure/files/csv-source";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { requireSteadyIndex } from "../keys/rotation/steady-index";
import { MAX_REFERENCE, MAX_REFERENCES, storeListInput } from "./input";
import { mayEditAudiences } from "./policy";

const BATCH = 20_000;
/** Lines named when a list is refused; a file that is wrong is wrong all the way down. */
const LINES_TOLD = 10;
const CONTROL = new RegExp("[\\u0000-\\u001f\\u007f]");

export interface StoredList {
  listId: string;
  /** People on it, each once. */
  references: number;
}

/**
 * Store a list of references, one a line as they stood in the imported files, as keyed index values: the file itself is kept nowhere. It is read while it arrives and no
 * connection is held meanwhile. Blank lines and a first line `ref` are passed over, a reference that comes twice is one. A list with a line that cannot be a reference
 * is refused whole, with the first such lines: half a list would be another audience than was meant.
 * @throws {Forbidden} @throws {NotFound} @throws {Conflict} when it is empty, too long or has such lines @throws {FileRefused} for a packed file
 */
export async function storeList(ctx: Context, raw: unknown, source: Readable): Promise<StoredList> {
  authorise(ctx, mayEditAudiences);
  const { staffId } = requireStaffActor(ctx);
  const { incidentId, fileName } = parseInput(storeListInput, raw);
  await forgetLists(ctx, and(isNull(audienceLists.completedAt), lt(audienceLists.createdAt, sql`clock_timestamp() - interval '1 day'`)));
  const [list] = await ctx.db.insert(audienceLists).values({ incidentId, fileName, uploadedBy: staffId }).returning({ id: audienceLists.id }).catch(unknownIncident);
  if (!list) throw new Error("insert returned no row");
  try {
    await requireSteadyIndex(ctx.db, incidentId);
    const index = new IndexWriter((await ctx.keys.current("blind-index", incidentId)).bytes);
    const bad: number[] = [];
    let references = 0;
    for await (const batch of batches(linesOf(source), bad)) {
      if (bad.length >= LINES_TOLD) break;
      references += await keep(ctx, list.id, index, batch);
      if (references > MAX_REFERENCES) throw new Conflict("list-too-long", { most: MAX_REFERENCES });
    }
    if (bad.length > 0) throw new Conflict("list-lines", { lines: bad.join(", ") });
    if (references === 0) throw new Conflict("list-empty");
    await withTransaction(ctx, async (tx) => {
      await tx.update(audienceLists).set({ references, completedAt: sql`clock_timestamp()` }).where(eq(audienceLists.id, list.id));
      await recordAudit(tx, ctx, { action: "audience.upload", object: { kind: "audience-list", id: list.id }, incidentId, details: { fileName, references } });
    });
    return { listId: list.id, references };
  } catch (error) {
    await forgetLists(ctx, eq(audienceLists.id, list.id));
    throw error;
  }
}

/** Lists that were never whole: nobody has seen them, and their going is no event. */
async function forgetLists(ctx: Context, which: SQL | undefined): Promise<void> {
  await withTransaction(ctx, async (tx) => {
    // The references go with them, millions at most.
    await liftStatementLimit(tx);
    await tx.delete(audienceLists).where(which);
  });
}

async function keep(ctx: Context, listId: string, index: IndexWriter, batch: readonly string[]): Promise<number> {
  const values = [...new Set(batch)].map((reference) => {
    const value = Buffer.allocUnsafe(MAC_BYTES);
    index.write(`ref:${reference}`, value, 0);
    return `\\\\x${value.toString("hex")}`;
  });
  if (values.length === 0) return 0;
  const { rowCount } = await ctx.db.execute(sql`insert into ${audienceReferences} (list_id, ref_index) select ${listId}, value from unnest(${sql.param(`{${values.map((value) => `"${value}"`).join(",")}}`)}::bytea[]) value on conflict do nothing`);
  return rowCount ?? 0;
}

/** References in handy numbers; lines that can be none are noted in `bad`, from 1. */
async function* batches(lines: AsyncIterable<string>, bad: number[]): AsyncGenerator<string[]> {
  let batch: string[] = [];
  let number = 0;
  for await (const line of lines) {
    number++;
    const [, quoted] = /^"([^"]*)"$/.exec(line.trim()) ?? [];
    const reference = (quoted ?? line).trim();
    if (reference === "" || (number === 1 && reference.toLowerCase() === "ref")) continue;
    if (reference.length > MAX_REFERENCE || CONTROL.test(reference) || (quoted === undefined && /[",;]/.test(reference))) {
      if (bad.length < LINES_TOLD) bad.push(number);
    } else batch.push(reference);
    if (batch.length < BATCH && bad.length < LINES_TOLD) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

/** The lines of a file in whatever encoding, one block of it held at a time. A line without end is cut, and so is no reference. */
async function* linesOf(source: Readable): AsyncGenerator<string> {
  let rest = "";
  for await (const block of decoded(source)) {
    const lines = (rest + String(block)).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? "";
    if (rest.length > MAX_REFERENCE * 2) {
      lines.push(rest.slice(0, MAX_REFERENCE + 1));
      rest = "";
    }
    yield* lines;
  }
  yield rest;
}

function unknownIncident(error: unknown): never {
  if ((error as { cause?: { code?: string } }).cause?.code === "23503") throw new NotFound("incident");
  throw error;
}
