import { mac } from "@/lib/crypto";

const SHINGLE = 3;
/** Shorter texts are alike because there are few ways to say so little. */
const LEAST_LETTERS = 40;
const SLOTS = 36;
const BAND = 3;
/** Share of equal slots from which two texts come from one template. Texts that people write by themselves about the same thing share a quarter at most. */
const ALIKE = 0.5;

/**
 * Sign the words of a text so that the share of equal slots of two signatures is the share of letters they have in common (MinHash, Broder 1997), under a key: without it nobody can
 * sign a guess. Letters alone count, so that dates and amounts put into a template do not hide it. Null for a text too short to say anything.
 */
export function signWords(key: Buffer, text: string): Buffer | null {
  const plain = text.normalize("NFKC").toLowerCase().replace(/[^\p{L}]/gu, "");
  if (plain.length < LEAST_LETTERS) return null;
  const slots = new Uint32Array(SLOTS).fill(0xffffffff);
  for (const shingle of new Set(Array.from({ length: plain.length - SHINGLE + 1 }, (_, at) => plain.slice(at, at + SHINGLE)))) {
    const hash = mac(key, `risk|shingle|${shingle}`);
    const [first, step] = [hash.readUInt32BE(0), hash.readUInt32BE(4) | 1];
    for (let slot = 0; slot < SLOTS; slot++) slots[slot] = Math.min(slots[slot] ?? 0, (first + Math.imul(slot, step)) >>> 0);
  }
  const signature = Buffer.alloc(SLOTS * 2);
  slots.forEach((least, slot) => signature.writeUInt16BE(least & 0xffff, slot * 2));
  return signature;
}

/** What a signature is stored and asked for under: three slots each. Two texts that are alike have one of the twelve in common with 98 of 100. */
export function wordBands(key: Buffer, signature: Buffer): Buffer[] {
  return Array.from({ length: SLOTS / BAND }, (_, band) => mac(key, `risk|words|${band}|${signature.toString("hex", band * BAND * 2, (band + 1) * BAND * 2)}`).subarray(0, 8));
}

/** Whether two signatures are of texts made from one template. */
export function alikeWords(a: Buffer, b: Buffer): boolean {
  let equal = 0;
  for (let slot = 0; slot < SLOTS; slot++) if (a.readUInt16BE(slot * 2) === b.readUInt16BE(slot * 2)) equal++;
  return equal / SLOTS >= ALIKE;
}
