import { mac, MAC_BYTES } from "@/lib/crypto";
import { linkTrace } from "./link-trace";

/** Bits of 64 that may differ for two pictures to look alike. */
export const NEAR_BITS = 7;
const BANDS = [0, 1, 2, 3] as const;

/** How many of 64 bits differ. */
export function bitsApart(a: Buffer, b: Buffer): number {
  let different = a.readBigUInt64BE() ^ b.readBigUInt64BE();
  let count = 0;
  for (; different !== 0n; different &= different - 1n) count++;
  return count;
}

/** Whether a picture has structure enough to be compared: a blank page looks like every other. */
export function tellsPictures(look: Buffer): boolean {
  const set = bitsApart(look, Buffer.alloc(8));
  return set >= 6 && set <= 58;
}

/** What a picture's look is stored under: its four quarters, each keyed. */
export function lookBands(key: Buffer, look: Buffer): Buffer[] {
  return BANDS.map((band) => bandTrace(key, band, look.readUInt16BE(band * 2)));
}

/** What to ask for to find every picture that looks alike: of two that differ in at most seven bits one quarter differs in at most one (pigeonhole). So the index finds all of them and nothing is scanned. */
export function lookProbes(key: Buffer, look: Buffer): Buffer[] {
  return BANDS.flatMap((band) => {
    const value = look.readUInt16BE(band * 2);
    return [value, ...Array.from({ length: 16 }, (_, bit) => value ^ (1 << bit))].map((one) => bandTrace(key, band, one));
  });
}

function bandTrace(key: Buffer, band: number, value: number): Buffer {
  return linkTrace(key, mac(key.subarray(0, MAC_BYTES), `risk|look|${band}|${value}`).subarray(0, 8));
}
