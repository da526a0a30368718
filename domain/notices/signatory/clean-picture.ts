import type { PictureType } from "@/db/values/pictures";

export interface Picture {
  type: PictureType;
  width: number;
  height: number;
  bytes: Buffer;
}

/**
 * Read a picture by its bytes, whatever its name says, and leave out what is not the picture: where and with what it was taken, comments, and whatever was hung on behind.
 * Null for what is no still picture in PNG, JPEG or WebP.
 */
export function cleanPicture(bytes: Buffer): Picture | null {
  try {
    return readPng(bytes) ?? readJpeg(bytes) ?? readWebp(bytes);
  } catch (error) {
    // Cut short: a read went over its end.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Chunks that make the picture (PNG specification, third edition); times, texts and EXIF are not among them, nor are those of animations. */
const PNG_CHUNKS = ["IHDR", "PLTE", "IDAT", "IEND", "tRNS", "gAMA", "sRGB", "cHRM"];

function readPng(bytes: Buffer): Picture | null {
  if (!bytes.subarray(0, 8).equals(PNG) || bytes.toString("latin1", 12, 16) !== "IHDR") return null;
  const kept: Buffer[] = [PNG];
  for (let at = 8; ; ) {
    const length = bytes.readUInt32BE(at);
    const name = bytes.toString("latin1", at + 4, at + 8);
    const end = at + 12 + length;
    if (end > bytes.length || name === "acTL") return null;
    if (PNG_CHUNKS.includes(name)) kept.push(bytes.subarray(at, end));
    if (name === "IEND") break;
    at = end;
  }
  return { type: "image/png", width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), bytes: Buffer.concat(kept) };
}

/** Segments that make the picture (ITU-T T.81): JFIF's own and Adobe's say how colours are meant; the other application segments and comments go. */
function readJpeg(bytes: Buffer): Picture | null {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0xffd8) return null;
  const kept: Buffer[] = [bytes.subarray(0, 2)];
  let size: { width: number; height: number } | null = null;
  for (let at = 2; ; ) {
    if (bytes.readUInt8(at) !== 0xff) return null;
    const marker = bytes.readUInt8(at + 1);
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) return null;
    const frame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (frame) size = { height: bytes.readUInt16BE(at + 5), width: bytes.readUInt16BE(at + 7) };
    const application = marker >= 0xe0 && marker <= 0xef;
    if (marker !== 0xfe && (!application || marker === 0xe0 || marker === 0xee)) kept.push(bytes.subarray(at, end));
    at = end;
    if (marker !== 0xda) continue;
    // The picture's own end, and not the last one in the file: phones hang further pictures on, with where those were taken.
    at = endOfScan(bytes, end);
    kept.push(bytes.subarray(end, at));
    if (bytes.readUInt8(at + 1) !== 0xd9) continue;
    return size && { type: "image/jpeg", ...size, bytes: Buffer.concat([...kept, bytes.subarray(at, at + 2)]) };
  }
}

/** Where the next segment stands behind the data of a scan: at a mark that is neither a written-out 0xFF nor a restart. */
function endOfScan(bytes: Buffer, from: number): number {
  for (let at = from; ; at++) {
    if (bytes.readUInt8(at) !== 0xff) continue;
    const next = bytes.readUInt8(at + 1);
    if (next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
}

/** Chunks that make the picture (RFC 9649). */
const WEBP_CHUNKS = ["VP8 ", "VP8L", "ALPH"];
/** Flags of the extended header: of what is left of it, transparency alone. */
const ALPHA = 0x10;
const ANIMATION = 0x02;

function readWebp(bytes: Buffer): Picture | null {
  if (bytes.toString("latin1", 0, 4) !== "RIFF" || bytes.toString("latin1", 8, 12) !== "WEBP") return null;
  const stop = Math.min(bytes.length, 8 + bytes.readUInt32LE(4));
  const kept: Buffer[] = [];
  let size: { width: number; height: number } | null = null;
  for (let at = 12; at + 8 <= stop; ) {
    const name = bytes.toString("latin1", at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    const end = at + 8 + length + (length % 2);
    if (end > stop) return null;
    const data = bytes.subarray(at + 8, at + 8 + length);
    if (name === "VP8X") {
      if ((data.readUInt8(0) & ANIMATION) !== 0) return null;
      const header = Buffer.from(bytes.subarray(at, end));
      header.writeUInt8(data.readUInt8(0) & ALPHA, 8);
      kept.push(header);
      size = { width: data.readUIntLE(4, 3) + 1, height: data.readUIntLE(7, 3) + 1 };
    } else if (WEBP_CHUNKS.includes(name)) {
      kept.push(bytes.subarray(at, end));
      size ??= name === "VP8 " ? { width: data.readUInt16LE(6) & 0x3fff, height: data.readUInt16LE(8) & 0x3fff } : name === "VP8L" ? { width: (data.readUInt32LE(1) & 0x3fff) + 1, height: ((data.readUInt32LE(1) >> 14) & 0x3fff) + 1 } : null;
    }
    at = end;
  }
  if (!size || kept.length === 0) return null;
  const body = Buffer.concat(kept);
  const head = Buffer.from("RIFF\0\0\0\0WEBP", "latin1");
  head.writeUInt32LE(body.length + 4, 4);
  return { type: "image/webp", ...size, bytes: Buffer.concat([head, body]) };
}
