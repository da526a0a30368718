import { leafHash, nodeHash, treeHash } from "./merkle";
import { rangeHash, splitOf, type ReadSubtree } from "./proofs";

/** A stretch of leaves of a tree over `size`: `until` is not in it. */
interface Range {
  from: number;
  until: number;
  size: number;
}

/**
 * The hashes that lead from the leaves of a stretch to the root: those of the largest subtrees that lie wholly outside it, from left to right. At most two for each level, however long the stretch. It is the
 * inclusion proof of RFC 9162 § 2.1.3 for neighbours, who share what lies between them.
 */
export async function proveRange(read: ReadSubtree, { from, until, size }: Range, first = 0, width = size): Promise<Buffer[]> {
  if (first >= until || first + width <= from) return [await rangeHash(read, first, width)];
  if (first >= from && first + width <= until) return [];
  const k = splitOf(width);
  return [...(await proveRange(read, { from, until, size }, first, k)), ...(await proveRange(read, { from, until, size }, first + k, width - k))];
}

/** The root that the leaves of a stretch and its proof make, or null where the proof has not as many hashes as it must. */
export function rootOfRange(events: readonly Buffer[], { from, until, size }: Range, proof: readonly Buffer[]): Buffer | null {
  if (from < 0 || until > size || from >= until || events.length !== until - from) return null;
  const leaves = events.map(leafHash);
  let used = 0;
  const missing = { one: false };
  const over = (first: number, width: number): Buffer => {
    if (first >= until || first + width <= from) {
      const hash = proof[used++];
      missing.one ||= !hash;
      return hash ?? Buffer.alloc(32);
    }
    if (first >= from && first + width <= until) return treeHash(leaves.slice(first - from, first - from + width));
    const k = splitOf(width);
    const left = over(first, k);
    return nodeHash(left, over(first + k, width - k));
  };
  const root = over(0, size);
  return missing.one || used !== proof.length ? null : root;
}
