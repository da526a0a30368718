import { nodeHash, treeHash } from "./merkle";

/** Gives the hash of the complete subtree of 2^level leaves that is the `index`th of its level. */
export type ReadSubtree = (level: number, index: number) => Promise<Buffer>;

/** The largest power of two below `n`, where a tree of `n` leaves is parted. Source: RFC 9162 § 2.1.1. */
export function splitOf(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** The hash over the `size` leaves from `first` on, which is a multiple of the power of two that holds them. */
export async function rangeHash(read: ReadSubtree, first: number, size: number): Promise<Buffer> {
  const level = Math.log2(size);
  if (Number.isInteger(level)) return read(level, first / size);
  const k = splitOf(size);
  return treeHash([await rangeHash(read, first, k), await rangeHash(read, first + k, size - k)]);
}

/** The hashes that lead from leaf `seq` to the root over `size` leaves, lowest first. Source: RFC 9162 § 2.1.3.1. */
export async function proveInclusion(read: ReadSubtree, seq: number, size: number, first = 0): Promise<Buffer[]> {
  if (size === 1) return [];
  const k = splitOf(size);
  if (seq < k) return [...(await proveInclusion(read, seq, k, first)), await rangeHash(read, first + k, size - k)];
  return [...(await proveInclusion(read, seq - k, size - k, first + k)), await rangeHash(read, first, k)];
}

/** The hashes that show that the tree over `size` leaves goes on from the one over the first `old`, which is above 0. Source: RFC 9162 § 2.1.4.1. */
export function proveConsistency(read: ReadSubtree, old: number, size: number): Promise<Buffer[]> {
  return subproof(read, { old, size, first: 0, whole: true });
}

async function subproof(read: ReadSubtree, { old, size, first, whole }: { old: number; size: number; first: number; whole: boolean }): Promise<Buffer[]> {
  if (old === size) return whole ? [] : [await rangeHash(read, first, size)];
  const k = splitOf(size);
  if (old <= k) return [...(await subproof(read, { old, size: k, first, whole })), await rangeHash(read, first + k, size - k)];
  return [...(await subproof(read, { old: old - k, size: size - k, first: first + k, whole: false })), await rangeHash(read, first, k)];
}

/** Whether a leaf stands at `seq` of the tree with this root. Source: RFC 9162 § 2.1.3.2. */
export function verifyInclusion(leaf: Buffer, seq: number, { size, root }: { size: number; root: Buffer }, proof: readonly Buffer[]): boolean {
  if (seq >= size) return false;
  let [fn, sn, r] = [seq, size - 1, leaf];
  for (const p of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = nodeHash(p, r);
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else r = nodeHash(r, p);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && r.equals(root);
}

/** Whether a tree goes on from an older one. Source: RFC 9162 § 2.1.4.2. */
export function verifyConsistency(old: { size: number; root: Buffer }, now: { size: number; root: Buffer }, proof: readonly Buffer[]): boolean {
  if (old.size === now.size) return proof.length === 0 && old.root.equals(now.root);
  const whole = Number.isInteger(Math.log2(old.size));
  const [start, ...path] = whole ? [old.root, ...proof] : proof;
  if (old.size === 0 || old.size > now.size || !start || proof.length === 0) return false;
  let [fn, sn] = [old.size - 1, now.size - 1];
  while (fn % 2 === 1) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  let [fr, sr] = [start, start];
  for (const c of path) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      [fr, sr] = [nodeHash(c, fr), nodeHash(c, sr)];
      while (fn % 2 === 0 && fn !== 0) [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
    } else sr = nodeHash(sr, c);
    [fn, sn] = [Math.floor(fn / 2), Math.floor(sn / 2)];
  }
  return sn === 0 && fr.equals(old.root) && sr.equals(now.root);
}
