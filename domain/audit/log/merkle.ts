import { hash } from "node:crypto";

/** How many hashes of one level are folded into one of the next that is stored. */
export const TILE = 256;
const TILE_LEVELS = 8;

/** The hash of no leaves at all. Source: RFC 9162 § 2.1.1. */
const EMPTY = hash("sha256", "", "buffer");
const inner = Buffer.alloc(65, 1);

/** Source: RFC 9162 § 2.1.1; the zero in front keeps a leaf from being taken for an inner node. */
export function leafHash(bytes: Buffer): Buffer {
  const framed = Buffer.allocUnsafe(bytes.length + 1);
  framed[0] = 0;
  bytes.copy(framed, 1);
  return hash("sha256", framed, "buffer");
}

/** Source: RFC 9162 § 2.1.1. */
export function nodeHash(left: Buffer, right: Buffer): Buffer {
  left.copy(inner, 1);
  right.copy(inner, 33);
  return hash("sha256", inner, "buffer");
}

/** The Merkle tree hash over hashes of equal height, of which the last may be of a lower, incomplete subtree. Source: RFC 9162 § 2.1.1. */
export function treeHash(hashes: readonly Buffer[]): Buffer {
  let level = hashes;
  while (level.length > 1) {
    const next: Buffer[] = [];
    for (let i = 0; i < level.length; i += 2) {
      const [left, right] = [level[i], level[i + 1]];
      // One that is left over moves up as it is: that is the same tree as parting at powers of two.
      if (left) next.push(right ? nodeHash(left, right) : left);
    }
    level = next;
  }
  return level[0] ?? EMPTY;
}

/** A complete subtree that is to be stored: `level` counts from the leaves (8, 16, …), `index` from the left. */
export interface StoredNode {
  level: number;
  index: number;
  hash: Buffer;
}

/**
 * The right edge of a growing Merkle tree: of each level that is stored, the hashes that are not folded yet, fewer than 256. So neither growing nor taking the root
 * ever reads what lies further to the left.
 */
export class TreeEdge {
  private readonly edges: Buffer[][];
  private count: number;

  /** @param edges by stored level, leaves first: the last `⌊size / 256^n⌋ mod 256` hashes of each */
  constructor(size = 0, edges: readonly (readonly Buffer[])[] = []) {
    this.count = size;
    this.edges = edges.map((edge) => [...edge]);
    let expected = size;
    for (const edge of this.edges) {
      if (edge.length !== expected % TILE) throw new Error("the stored hashes of the audit log do not fit its size");
      expected = Math.floor(expected / TILE);
    }
    if (expected > 0) throw new Error("the stored hashes of the audit log do not reach its top");
  }

  get size(): number {
    return this.count;
  }

  /** Append one hash; returns the subtrees that it completed, lowest first. */
  push(leaf: Buffer): StoredNode[] {
    const completed: StoredNode[] = [];
    let next = leaf;
    let index = this.count;
    this.count += 1;
    for (let level = 0; ; level++) {
      const edge = (this.edges[level] ??= []);
      edge.push(next);
      if (edge.length < TILE) return completed;
      next = treeHash(edge);
      this.edges[level] = [];
      index = Math.floor(index / TILE);
      completed.push({ level: (level + 1) * TILE_LEVELS, index, hash: next });
    }
  }

  /** The root over everything pushed, and over `tail`, an incomplete subtree to its right that is lower than what was pushed. */
  root(tail: Buffer | null = null): Buffer {
    let carried = tail;
    for (const edge of this.edges) {
      const all = carried ? [...edge, carried] : edge;
      if (all.length > 0) carried = treeHash(all);
    }
    return carried ?? EMPTY;
  }
}

/** How many stored levels a tree of `size` leaves has, the leaves being one. */
export function storedLevels(size: number): number {
  let levels = 1;
  for (let n = Math.floor(size / TILE); n > 0; n = Math.floor(n / TILE)) levels += 1;
  return levels;
}
