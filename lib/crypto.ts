import { createCipheriv, createDecipheriv, createHash, createHmac, hash, randomBytes, timingSafeEqual } from "node:crypto";

const ENVELOPE_VERSION = 1;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + 4;

/** A 256-bit key with the number that is written in front of everything it seals. */
export interface NumberedKey {
  id: number;
  bytes: Buffer;
}

/** Thrown when an envelope was changed, was sealed for another row, or its key is not in the ring. */
export class EnvelopeError extends Error {
  override name = "EnvelopeError";
}

/** What an envelope adds to the bytes it seals. */
const ENVELOPE_BYTES = HEADER_BYTES + NONCE_BYTES + TAG_BYTES;

/** How long the envelope of `plain` becomes. */
export function sealedLength(plain: Buffer | string): number {
  return ENVELOPE_BYTES + Buffer.byteLength(plain);
}

/**
 * Seal bytes with AES-256-GCM. The envelope is `version (1) | key id (4, big endian) | nonce (12) | ciphertext | tag (16)`.
 * `additional` names the place the envelope belongs to (`table|column|incident|record_id`), so that a row copied elsewhere does not open.
 * Source: NIST SP 800-38D; nonces are random, which bounds one key to 2^32 messages.
 */
export function seal(key: NumberedKey, additional: string, plain: Buffer | string): Buffer {
  const envelope = Buffer.allocUnsafe(sealedLength(plain));
  sealInto(envelope, 0, key, additional, plain);
  return envelope;
}

/** Write what {@link seal} makes at `at` of `out`, where {@link sealedLength} bytes are free. */
export function sealInto(out: Buffer, at: number, key: NumberedKey, additional: string, plain: Buffer | string): void {
  const nonce = freshNonce();
  const cipher = createCipheriv("aes-256-gcm", key.bytes, nonce);
  cipher.setAAD(Buffer.from(additional));
  const body = typeof plain === "string" ? cipher.update(plain, "utf8") : cipher.update(plain);
  cipher.final();
  out.writeUInt8(ENVELOPE_VERSION, at);
  out.writeUInt32BE(key.id, at + 1);
  const start = at + HEADER_BYTES;
  nonce.copy(out, start);
  body.copy(out, start + NONCE_BYTES);
  cipher.getAuthTag().copy(out, start + NONCE_BYTES + body.length);
}

const NONCE_POOL = NONCE_BYTES * 4096;
let nonces = Buffer.alloc(0);

/** Twelve random bytes, drawn many at a time: asking the generator for each envelope would take longer than sealing it. None is ever given out twice. */
function freshNonce(): Buffer {
  if (nonces.length === 0) nonces = randomBytes(NONCE_POOL);
  const nonce = nonces.subarray(0, NONCE_BYTES);
  nonces = nonces.subarray(NONCE_BYTES);
  return nonce;
}

/** Read which key sealed an envelope, without opening it. */
export function envelopeKeyId(envelope: Buffer): number {
  if (envelope.length < HEADER_BYTES + NONCE_BYTES + TAG_BYTES || envelope.readUInt8(0) !== ENVELOPE_VERSION) {
    throw new EnvelopeError("not an envelope");
  }
  return envelope.readUInt32BE(1);
}

/** Open an envelope made by {@link seal}. @throws {EnvelopeError} when it does not belong to this place or key. */
export function unseal(key: NumberedKey, additional: string, envelope: Buffer): Buffer {
  if (envelopeKeyId(envelope) !== key.id) throw new EnvelopeError("sealed with another key");
  const bodyStart = HEADER_BYTES + NONCE_BYTES;
  const decipher = createDecipheriv("aes-256-gcm", key.bytes, envelope.subarray(HEADER_BYTES, bodyStart));
  decipher.setAAD(Buffer.from(additional));
  decipher.setAuthTag(envelope.subarray(envelope.length - TAG_BYTES));
  try {
    const body = decipher.update(envelope.subarray(bodyStart, envelope.length - TAG_BYTES));
    return Buffer.concat([body, decipher.final()]);
  } catch {
    throw new EnvelopeError("envelope does not open here");
  }
}

/** Keyed MAC over a value (HMAC-SHA-256, RFC 2104), 32 bytes. Blind indexes, code hashes and tokens all come from here. */
export function mac(key: Buffer, value: Buffer | string): Buffer {
  return createHmac("sha256", key).update(value).digest();
}

const MAC_BLOCK = 64;
export const MAC_BYTES = 32;

/**
 * {@link mac} for very many values under one key. `createHmac` makes an object for each value that the collector has to finish later, which costs more than
 * the hashing itself; this writes the two hashes of RFC 2104 § 2 with the library's one-shot SHA-256 and leaves nothing behind.
 */
export class MacWriter {
  private inner = Buffer.alloc(4096);
  private readonly outer = Buffer.alloc(MAC_BLOCK + MAC_BYTES);

  /** @throws {RangeError} for a key longer than SHA-256's block of 64 bytes */
  constructor(key: Buffer) {
    if (key.length > MAC_BLOCK) throw new RangeError("a key is no longer than 64 bytes");
    for (let i = 0; i < MAC_BLOCK; i++) {
      this.inner[i] = (key[i] ?? 0) ^ 0x36;
      this.outer[i] = (key[i] ?? 0) ^ 0x5c;
    }
  }

  /** Write the MAC of `value`, 32 bytes, at `at` of `out`. */
  write(value: string, out: Buffer, at: number): void {
    const most = MAC_BLOCK + value.length * 3;
    if (most > this.inner.length) this.inner = Buffer.concat([this.inner.subarray(0, MAC_BLOCK)], most * 2);
    const bytes = this.inner.write(value, MAC_BLOCK);
    this.outer.write(hash("sha256", this.inner.subarray(0, MAC_BLOCK + bytes), "binary"), MAC_BLOCK, "latin1");
    out.write(hash("sha256", this.outer, "binary"), at, "latin1");
  }
}

/**
 * An index value under a key that may have been rotated: HMAC under its first 32 bytes, then over that under each 32 that a rotation added. So a row goes from one key to the next without what was indexed, by one
 * more HMAC over the value that stands there, and whoever has the old key alone can compute none of the new values.
 */
export function indexMac(key: Buffer, value: string): Buffer {
  const first = mac(key.subarray(0, MAC_BYTES), value);
  return linksOf(key).reduce((inner, link) => mac(link, inner), first);
}

const SLOT_BYTES = 2;

/**
 * Bring an index value under the key that has one link more. A value that was cut short stays as short. One that is longer than a MAC is a signature of slots of two bytes (MinHash), of which each goes by itself: two signatures
 * have as many slots in common as before.
 */
export function linkIndex(link: Buffer, value: Buffer): Buffer {
  if (value.length <= MAC_BYTES) return mac(link, value).subarray(0, value.length);
  return Buffer.concat(Array.from({ length: value.length / SLOT_BYTES }, (_, slot) => mac(link, `${slot}|${value.readUInt16BE(slot * SLOT_BYTES)}`).subarray(0, SLOT_BYTES)));
}

/** What the rotations of an index key have added to it. */
export function linksOf(key: Buffer): Buffer[] {
  return Array.from({ length: key.length / MAC_BYTES - 1 }, (_, i) => key.subarray((i + 1) * MAC_BYTES, (i + 2) * MAC_BYTES));
}

/** {@link indexMac} for very many values under one key. */
export class IndexWriter {
  private readonly first: MacWriter;
  private readonly links: Buffer[];

  constructor(key: Buffer) {
    this.first = new MacWriter(key.subarray(0, MAC_BYTES));
    this.links = linksOf(key);
  }

  /** Write the index of `value`, 32 bytes, at `at` of `out`. */
  write(value: string, out: Buffer, at: number): void {
    this.first.write(value, out, at);
    for (const link of this.links) mac(link, out.subarray(at, at + MAC_BYTES)).copy(out, at);
  }
}

/** Plain SHA-256, for values that are random already (session tokens) and for file hashes. */
export function sha256(value: Buffer | string): Buffer {
  return createHash("sha256").update(value).digest();
}

/** Compare two byte strings without telling by time where they differ. */
export function sameBytes(a: Buffer, b: Buffer): boolean {
  return a.length === b.length && timingSafeEqual(a, b);
}

/** A random, URL-safe token. 32 bytes by default: 256 bits. */
export function randomToken(bytes = 32): string {
  return randomBytes(bytes).toString("base64url");
}
