/** Open addressing with 64-bit fingerprints: two references in ten million are mistaken for each other once in a hundred thousand files. */
const LIMIT = 8_000_000;

/**
 * Remembers which references have come, in memory that is bounded: 128 MB at the most. Past eight million different ones it says so and remembers no more;
 * loading has no such limit.
 */
export class SeenReferences {
  private slots = new Uint32Array(2 * 65_536);
  private count = 0;
  full = false;

  /** True when the reference has come before. */
  seen(ref: string): boolean {
    if (this.full) return false;
    const [high, low] = fingerprint(ref);
    if (!this.put(high, low)) return true;
    this.count += 1;
    if (this.count >= LIMIT) this.full = true;
    else if (this.count * 4 > this.slots.length) this.grow();
    return false;
  }

  /** False when it was there already. Zero marks an empty slot, so `low` is never zero. */
  private put(high: number, low: number): boolean {
    const size = this.slots.length / 2;
    let at = high & (size - 1);
    while (this.slots[2 * at + 1] !== 0) {
      if (this.slots[2 * at] === high && this.slots[2 * at + 1] === low) return false;
      at = (at + 1) & (size - 1);
    }
    this.slots[2 * at] = high;
    this.slots[2 * at + 1] = low;
    return true;
  }

  private grow(): void {
    const before = this.slots;
    this.slots = new Uint32Array(before.length * 2);
    for (let i = 0; i < before.length; i += 2) if (before[i + 1] !== 0) this.put(before[i] ?? 0, before[i + 1] ?? 0);
  }
}

/** Two independent 32-bit hashes (multiply and fold). Not against an adversary: the file is the importer's own. */
function fingerprint(text: string): [number, number] {
  let a = 0xdeadbeef;
  let b = 0x41c6ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2654435761);
    b = Math.imul(b ^ code, 1597334677);
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909);
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909);
  return [a >>> 0, b >>> 0 || 1];
}
