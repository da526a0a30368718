import { inArray } from "drizzle-orm";
import iconv from "iconv-lite";
import { dataExports } from "@/db/schema/exports";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { readCells } from "./csv-cells";
import { findOrder } from "./order-rows";
import { mayTraceExports } from "./policy";

/** So much of a file is looked at for its order; what is written in it is looked for in all of it. */
const ROWS = 2_000;
const COLUMNS = 40;
const UUID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;

export interface TracedExport {
  id: string;
  kind: string;
  objectId: string;
  askedBy: string;
  reason: string;
  takenAt: Date | null;
  /** `written`: its number stands in the file. `order`: the file's rows stand in its order, which chance does once in `1 / chance`. */
  by: "written" | "order";
  chance: number | null;
}

/**
 * Find out whose a file is that was found somewhere: by the numbers of exports that are written in it, and by the order of its rows, which stays when heading and columns were cut off and rows taken out, and is lost where somebody sorted it. Looking is an event.
 * An order says which export it was for whoever trusts the database; a number that is written can have been written by anybody. @throws {Forbidden}
 */
export async function traceExport(ctx: Context, file: Buffer): Promise<TracedExport[]> {
  authorise(ctx, mayTraceExports);
  const text = decode(file);
  const columns = await columnsOf(text);
  const keys = await ctx.db.select({ id: dataExports.id, traceKey: dataExports.traceKey }).from(dataExports);
  const order = findOrder(columns, keys);
  const named = new Set(text.match(UUID) ?? []);
  const written = keys.filter(({ id }) => named.has(id)).map(({ id }) => id);
  const ids = [...new Set([...written, ...(order ? [order.export.id] : [])])];
  const rows = ids.length === 0 ? [] : await ctx.db.select().from(dataExports).where(inArray(dataExports.id, ids));
  const found = rows.flatMap(({ id, kind, objectId, askedBy, reason, takenAt }): TracedExport[] => {
    const one = { id, kind, objectId, askedBy, reason, takenAt };
    return [...(order?.export.id === id ? [{ ...one, by: "order" as const, chance: order.chance }] : []), ...(written.includes(id) ? [{ ...one, by: "written" as const, chance: null }] : [])];
  });
  await withTransaction(ctx, (tx) => recordAudit(tx, ctx, { action: "export.trace", object: { kind: "export", id: ids[0] ?? null }, details: { found: ids } }));
  return found;
}

/** Text as it is most likely meant: UTF-8, or what Korean spreadsheets and banks write instead. */
function decode(file: Buffer): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(file);
  } catch {
    return iconv.decode(file, "cp949");
  }
}

/** What stands in each column of the file, row by row; of a payment file in XML the payments' references. */
async function columnsOf(text: string): Promise<string[][]> {
  const references = [...text.matchAll(/<EndToEndId>([^<]+)</g)].map(([, reference = ""]) => reference);
  if (references.length > 0) return [references];
  const columns: string[][] = [];
  let rows = 0;
  for await (const cells of readCells([text])) {
    cells.slice(0, COLUMNS).forEach((cell, i) => (columns[i] ??= []).push(cell));
    rows += 1;
    if (rows === ROWS) break;
  }
  return columns;
}
