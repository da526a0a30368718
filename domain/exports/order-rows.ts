import { mac } from "@/lib/crypto";

/** So many rows are put in order at once, so that a file of any length takes little memory. */
const BLOCK = 500;
/** Fewer rows than this have too few orders to tell exports apart. */
const LEAST = 8;
/** A find is told when chance would make it less than once in a thousand looks. */
const RARE = 1e-3;

/** The place of a row in the order of one export, by what the row is about: a number that whoever holds the key can reckon again, also when columns, rows or the heading are gone. */
function placeOf(key: Buffer, identity: string): string {
  return mac(key, identity).toString("hex", 0, 8);
}

/** The rows in the order of the export's key, a block at a time. */
export async function* orderRows<Row>(rows: AsyncIterable<Row>, identify: (row: Row) => string, key: Buffer): AsyncGenerator<Row> {
  let block: Row[] = [];
  const sorted = () => sortByKey(block, identify, key);
  for await (const row of rows) {
    block.push(row);
    if (block.length < BLOCK) continue;
    yield* sorted();
    block = [];
  }
  yield* sorted();
}

/** All rows in the order of the export's key. */
export function sortByKey<Row>(rows: readonly Row[], identify: (row: Row) => string, key: Buffer): Row[] {
  return rows.map((row) => ({ row, place: placeOf(key, identify(row)) })).sort((a, b) => (a.place < b.place ? -1 : a.place > b.place ? 1 : 0)).map(({ row }) => row);
}

/**
 * How likely it is that rows stand as they do though they were not put in the order of this key: 1 is no sign at all. In an order that has nothing to do with the key half of all neighbours stand in the key's order; taking rows away changes nothing
 * of those that are left. The bound is Hoeffding's for what is not perfect, and the count of all orders for what is.
 */
function chanceOfOrder(identities: readonly string[], key: Buffer): number {
  const places = identities.map((identity) => placeOf(key, identity)).filter((place, i, all) => place !== all[i - 1]);
  const pairs = places.length - 1;
  if (places.length < LEAST) return 1;
  const ascending = places.slice(1).filter((place, i) => place > (places[i] ?? "")).length;
  const share = ascending / pairs;
  if (share <= 0.5) return 1;
  const bound = Math.exp(-2 * pairs * (share - 0.5) ** 2);
  // 1 / n! of n rows that all stand in order.
  const perfect = ascending === pairs ? places.reduce((chance, _, i) => chance / (i + 1), 1) : 1;
  return Math.min(bound, perfect);
}

/** Which of several exports the rows of a file were put in order by, looking at each column of it. Null where that cannot be told. */
export function findOrder<Export extends { traceKey: Buffer }>(columns: readonly (readonly string[])[], exports: readonly Export[]): { export: Export; chance: number } | null {
  const looks = columns.length * exports.length;
  let best: { export: Export; chance: number } | null = null;
  for (const one of exports) {
    for (const column of columns) {
      const chance = chanceOfOrder(column, one.traceKey) * looks;
      if (chance < RARE && (best === null || chance < best.chance)) best = { export: one, chance };
    }
  }
  return best;
}
