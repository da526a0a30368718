/**
 * HMAC-SHA-256 (RFC 2104, FIPS 180-4) for millions of short messages under one key. It gives what `mac` gives, which a test holds it to; the platform's own
 * takes three times as long for them, because it makes and collects an object for every message. Everything else uses `mac`.
 */
export class BulkMac {
  private readonly inner: Int32Array;
  private readonly outer: Int32Array;
  private readonly state = new Int32Array(8);
  private scratch = Buffer.alloc(1024);

  /** `key` has at most 64 bytes. */
  constructor(key: Buffer) {
    if (key.length > BLOCK) throw new Error("the key is longer than a block");
    this.inner = keyed(key, 0x36);
    this.outer = keyed(key, 0x5c);
  }

  /** The 32 bytes for a text's UTF-8 form. */
  digest(text: string): Buffer {
    // Three bytes for a UTF-16 unit are the most UTF-8 takes; padding takes 72 more at most.
    if (text.length * 3 + 72 > this.scratch.length) this.scratch = Buffer.alloc(text.length * 6 + 72);
    this.state.set(this.inner);
    this.finish(this.scratch.write(text, 0));
    writeState(this.state, this.scratch);
    this.state.set(this.outer);
    this.finish(DIGEST);
    const out = Buffer.allocUnsafe(DIGEST);
    writeState(this.state, out);
    return out;
  }

  /** Pad and compress the first `length` bytes of the scratch, after one block that the state has seen. */
  private finish(length: number): void {
    const { scratch, state } = this;
    const end = (length + 9 + BLOCK - 1) & ~(BLOCK - 1);
    scratch.fill(0, length + 1, end - 4);
    scratch[length] = 0x80;
    scratch.writeUInt32BE((BLOCK + length) * 8, end - 4);
    for (let at = 0; at < end; at += BLOCK) compress(state, scratch, at);
  }
}

const BLOCK = 64;
const DIGEST = 32;

/** Fractions of the cube roots of the first 64 primes, and of the square roots of the first 8 (FIPS 180-4 § 4.2.2, § 5.3.3). */
const primes: number[] = [];
for (let n = 2; primes.length < 64; n++) if (primes.every((prime) => n % prime !== 0)) primes.push(n);
const fraction = (value: number) => ((value - Math.floor(value)) * 2 ** 32) | 0;
const K = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const START = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const W = new Int32Array(64);

function keyed(key: Buffer, pad: number): Int32Array {
  const block = Buffer.alloc(BLOCK, pad);
  for (let i = 0; i < key.length; i++) block[i] = (key[i] ?? 0) ^ pad;
  const state = Int32Array.from(START);
  compress(state, block, 0);
  return state;
}

function writeState(state: Int32Array, to: Buffer): void {
  for (let i = 0; i < 8; i++) to.writeInt32BE(state[i] ?? 0, i * 4);
}

/** The compression of FIPS 180-4 § 6.2.2, on 32-bit integers. Indexes stay inside their arrays. */
function compress(state: Int32Array, bytes: Buffer, at: number): void {
  const w = W as unknown as Record<number, number> & Int32Array;
  for (let i = 0; i < 16; i++) {
    const p = at + i * 4;
    w[i] = ((bytes[p] as number) << 24) | ((bytes[p + 1] as number) << 16) | ((bytes[p + 2] as number) << 8) | (bytes[p + 3] as number);
  }
  for (let i = 16; i < 64; i++) {
    const x = w[i - 15] as number;
    const y = w[i - 2] as number;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[i] = ((w[i - 16] as number) + s0 + (w[i - 7] as number) + s1) | 0;
  }
  let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
  for (let i = 0; i < 64; i++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (K[i] as number) + (w[i] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  add(state, [a, b, c, d, e, f, g, h]);
}

function add(state: Int32Array, words: readonly number[]): void {
  for (let i = 0; i < 8; i++) state[i] = ((state[i] as number) + (words[i] as number)) | 0;
}
