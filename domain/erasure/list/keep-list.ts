import { asc, isNotNull, sql } from "drizzle-orm";
import { erasures } from "@/db/schema/erasures";
import { authorise, type Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { installationRoot } from "../../keys/sealed";
import { mayErase } from "../policy";
import type { ErasureListPlace, ErasureRow } from "../types";
import { readList, writeList, type ListEntry } from "./list-text";

/** Names "the erasure list grows" among advisory locks. */
const LOCK = 5_017;

/** From here to the end of the transaction nobody else adds to the list, or carries it outside. */
export async function lockList(tx: Executor): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${LOCK})`);
}

function rowsOfList(tx: Executor): Promise<ErasureRow[]> {
  return tx.select().from(erasures).where(isNotNull(erasures.number)).orderBy(asc(erasures.number));
}

/** The list as text, to be carried outside. @throws {Forbidden} */
export async function exportErasures(ctx: Context): Promise<{ text: string; entries: number }> {
  authorise(ctx, mayErase);
  const rows = await rowsOfList(ctx.db);
  return { text: writeList(await installationRoot(ctx.keys), rows), entries: rows.length };
}

/** What a list holds that this database has not done: it was put back from a backup that is older than the list. */
async function findMissing(tx: Executor, entries: readonly ListEntry[]): Promise<ListEntry[]> {
  const done = new Set((await rowsOfList(tx)).map(({ id }) => id));
  return entries.filter(({ id }) => !done.has(id));
}

/** How many erasures the list outside holds that this database does not know. @throws {Forbidden} @throws {Conflict} when what lies there is no list of this installation */
export async function countMissing(ctx: Context, place: ErasureListPlace): Promise<number> {
  authorise(ctx, mayErase);
  const text = await place.read();
  return text === null ? 0 : (await findMissing(ctx.db, readList(await installationRoot(ctx.keys), text))).length;
}

/** Carry the list outside, unless what lies there is ahead of this database: that would lose the erasures that are to be replayed. @throws {Forbidden} @throws {Conflict} */
export async function keepList(ctx: Context, place: ErasureListPlace): Promise<void> {
  authorise(ctx, mayErase);
  const key = await installationRoot(ctx.keys);
  await withTransaction(ctx, async (tx) => {
    await lockList(tx);
    const there = await place.read();
    if (there !== null && (await findMissing(tx, readList(key, there))).length > 0) throw new Conflict("erasures-to-replay");
    const text = writeList(key, await rowsOfList(tx));
    if (text !== there) await place.write(text);
  });
}
