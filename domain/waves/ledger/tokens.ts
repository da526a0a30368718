import { createCipheriv, createDecipheriv } from "node:crypto";
import { channels, type Channel } from "@/db/values/wave-states";
import { mac, sameBytes } from "@/lib/crypto";
import { messageNumber, readMessageNumber, type SubjectId, type WaveId } from "../../kernel/ids";

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567";
const WAVE_BYTES = 16;
const BLOCK_BYTES = 16;
const MAC_BYTES = 8;

/** Which message this is. The same values give the same token, so a message that is sent again is the same message. */
export interface MessageIdentity {
  waveId: WaveId;
  subjectId: SubjectId;
  channel: Channel;
  templateVersion: number;
}

/** The two keys of a wave's tokens, drawn from one data key of purpose `token`. */
export interface TokenKeys {
  block: Buffer;
  seal: Buffer;
}

export function deriveTokenKeys(key: Buffer): TokenKeys {
  return { block: mac(key, "wave-token|block"), seal: mac(key, "wave-token|mac") };
}

/** The keys of a wave's unsubscribe tokens: others than those of its messages, so that neither can stand in for the other. */
export function deriveUnsubscribeKeys(key: Buffer): TokenKeys {
  return { block: mac(key, "unsubscribe-token|block"), seal: mac(key, "unsubscribe-token|mac") };
}

/** A token as it is stored. @throws {RangeError} when it cannot be one */
export function tokenBytes(token: string): Buffer {
  const bytes = fromBase32(token);
  if (!bytes) throw new RangeError("not a token");
  return bytes;
}

/**
 * Write a message's identity so that only we can read it: wave id, one AES block (subject 8, channel 1, zero 3, template version 4) and a 64-bit MAC. 40 bytes are 64
 * characters of base32 (RFC 4648 § 6, lower case), the most a local part may have (RFC 5321 § 4.5.3.1.1), and relays that fold case do it no harm.
 */
export function makeToken(keys: TokenKeys, message: MessageIdentity): string {
  const plain = Buffer.alloc(BLOCK_BYTES);
  plain.writeBigUInt64BE(BigInt(message.subjectId), 0);
  plain.writeUInt8(channels.indexOf(message.channel), 8);
  plain.writeUInt32BE(message.templateVersion, 12);
  // One block and every block another: the mode that has no state to carry is the right one here.
  const cipher = createCipheriv("aes-256-ecb", keys.block, null).setAutoPadding(false);
  const body = Buffer.concat([Buffer.from(message.waveId.replaceAll("-", ""), "hex"), cipher.update(plain), cipher.final()]);
  return base32(Buffer.concat([body, mac(keys.seal, body).subarray(0, MAC_BYTES)]));
}

/** Read which wave a token names, to find its key. Null when it cannot be a token; nothing is proven yet. */
export function waveOfToken(token: string): WaveId | null {
  const bytes = fromBase32(token);
  if (bytes?.length !== WAVE_BYTES + BLOCK_BYTES + MAC_BYTES) return null;
  const hex = bytes.subarray(0, WAVE_BYTES).toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as WaveId;
}

/** Read a token with its wave's keys. Null when it is not one of ours. */
export function parseToken(keys: TokenKeys, token: string): MessageIdentity | null {
  const waveId = waveOfToken(token);
  const bytes = fromBase32(token);
  if (!waveId || !bytes) return null;
  const body = bytes.subarray(0, WAVE_BYTES + BLOCK_BYTES);
  if (!sameBytes(mac(keys.seal, body).subarray(0, MAC_BYTES), bytes.subarray(WAVE_BYTES + BLOCK_BYTES))) return null;
  const decipher = createDecipheriv("aes-256-ecb", keys.block, null).setAutoPadding(false);
  const plain = Buffer.concat([decipher.update(body.subarray(WAVE_BYTES)), decipher.final()]);
  const channel = channels[plain.readUInt8(8)];
  return channel ? { waveId, subjectId: plain.readBigUInt64BE(0).toString() as SubjectId, channel, templateVersion: plain.readUInt32BE(12) } : null;
}

/**
 * The number that stands in a notice and by which anybody has it checked. It is no secret: it says to whoever has the keys of waves which wave it is of, and to nobody of whom
 * it speaks. It can be computed again for a known person, which tells a copied number from their own.
 */
export function noticeReference(keys: TokenKeys, waveId: WaveId, subjectId: SubjectId): string {
  const which = bitsOf(mac(keys.seal, `reference|${waveId}|${subjectId}`));
  return messageNumber("N", { which, proof: proofOf(keys, waveId, which) });
}

/** Whether a number was given out for messages of this wave; of made-up ones it takes half a billion to hit one. */
export function isReferenceOf(keys: TokenKeys, waveId: WaveId, reference: string): boolean {
  const number = readMessageNumber(reference);
  return number?.kind === "N" && number.proof === proofOf(keys, waveId, number.which);
}

function proofOf(keys: TokenKeys, waveId: WaveId, which: number): number {
  return bitsOf(mac(keys.seal, `reference-proof|${waveId}|${which}`));
}

/** The first 29 bits. */
function bitsOf(bytes: Buffer): number {
  return bytes.readUInt32BE(0) >>> 3;
}

function base32(bytes: Buffer): string {
  let out = "";
  let held = 0;
  let bits = 0;
  for (const byte of bytes) {
    held = ((held << 8) | byte) & 0xfff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out += BASE32.charAt((held >> bits) & 31);
    }
  }
  return out;
}

function fromBase32(text: string): Buffer | null {
  if (!/^[a-z2-7]{64}$/i.test(text)) return null;
  const bytes: number[] = [];
  let held = 0;
  let bits = 0;
  for (const letter of text.toLowerCase()) {
    held = ((held << 5) | BASE32.indexOf(letter)) & 0xfff;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((held >> bits) & 255);
    }
  }
  return Buffer.from(bytes);
}
