import type { Executor } from "../../kernel/transaction";
import { sql } from "drizzle-orm";
import { storedLevels, TILE, TreeEdge, treeHash } from "./merkle";

interface HashRow extends Record<string, unknown> {
  hash: Buffer;
}

/** Read hashes `from` to `until` (not included) of a stored level; level 0 is the leaves. @throws {Error} where one is missing */
async function readHashes(tx: Executor, level: number, from: number, until: number): Promise<Buffer[]> {
  if (from === until) return [];
  const { rows } = await tx.execute<HashRow>(
    level === 0
      ? sql`select leaf_hash as hash from audit_leaves where seq >= ${from} and seq < ${until} order by seq`
      : sql`select hash from audit_nodes where level = ${level} and index >= ${from} and index < ${until} order by index`,
  );
  if (rows.length !== until - from) throw new Error("hashes of the audit log are missing: export it and verify the export");
  return rows.map((row) => row.hash);
}

/** Read the right edge of the tree over the first `size` events: fewer than 256 hashes of each level, however large the log is. */
export async function readEdge(tx: Executor, size: number): Promise<TreeEdge> {
  const edges: Buffer[][] = [];
  let count = size;
  for (let level = 0; level < storedLevels(size); level++) {
    edges.push(await readHashes(tx, level * 8, count - (count % TILE), count));
    count = Math.floor(count / TILE);
  }
  return new TreeEdge(size, edges);
}

/** Read the hash of the complete subtree of 2^level leaves that is the `index`th of its level. At most 128 hashes are read for it. */
export async function readSubtree(tx: Executor, level: number, index: number): Promise<Buffer> {
  const stored = level - (level % 8);
  const width = 2 ** (level - stored);
  return treeHash(await readHashes(tx, stored, index * width, (index + 1) * width));
}
