import { createCipheriv, createDecipheriv, createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";

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

/**
 * Seal bytes with AES-256-GCM. The envelope is `version (1) | key id (4, big endian) | nonce (12) | ciphertext | tag (16)`.
 * `additional` names the place the envelope belongs to (`table|column|incident|record_id`), so that a row copied elsewhere does not open.
 * Source: NIST SP 800-38D; nonces are random, which bounds one key to 2^32 messages.
 */
export function seal(key: NumberedKey, additional: string, plain: Buffer | string): Buffer {
  const nonce = freshNonce();
  const cipher = createCipheriv("aes-256-gcm", key.bytes, nonce);
  cipher.setAAD(Buffer.from(additional));
  const body = typeof plain === "string" ? cipher.update(plain, "utf8") : cipher.update(plain);
  cipher.final();
  const header = Buffer.allocUnsafe(HEADER_BYTES);
  header.writeUInt8(ENVELOPE_VERSION, 0);
  header.writeUInt32BE(key.id, 1);
  return Buffer.concat([header, nonce, body, cipher.getAuthTag()]);
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
