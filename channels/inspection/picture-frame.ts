/** What a picture says of itself before anything of it is decoded. */
export interface PictureFrame {
  width: number;
  height: number;
  /** Whether all of it must be held to decode any of it: progressive JPEG, interlaced PNG. */
  atOnce: boolean;
  /** What stands behind its end. */
  rest: Buffer;
}

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

export const isPng = (bytes: Buffer): boolean => bytes.subarray(0, 8).equals(PNG);
export const isJpeg = (bytes: Buffer): boolean => bytes.length > 3 && bytes.readUIntBE(0, 3) === 0xffd8ff;

/** Brands of the HEIF file format (ISO/IEC 23008-12) whose pictures are HEVC. AVIF and films have others. */
const HEIC_BRANDS = ["heic", "heix", "heim", "heis", "mif1"];

export function isHeic(bytes: Buffer): boolean {
  if (bytes.length < 16 || bytes.toString("latin1", 4, 8) !== "ftyp") return false;
  const brands = bytes.toString("latin1", 8, Math.min(bytes.readUInt32BE(0), bytes.length, 128));
  return HEIC_BRANDS.includes(brands.slice(0, 4)) && !brands.includes("avif");
}

/** Walk the chunks of a PNG (third edition). Null when they do not make one. */
export function readPngFrame(bytes: Buffer): PictureFrame | null {
  if (!isPng(bytes) || bytes.length < 33 || bytes.toString("latin1", 12, 16) !== "IHDR") return null;
  const frame = { width: bytes.readUInt32BE(16), height: bytes.readUInt32BE(20), atOnce: bytes.readUInt8(28) !== 0 };
  for (let at = 8; at + 12 <= bytes.length; ) {
    const end = at + 12 + bytes.readUInt32BE(at);
    if (end > bytes.length) return null;
    if (bytes.toString("latin1", at + 4, at + 8) === "IEND") return { ...frame, rest: bytes.subarray(end) };
    at = end;
  }
  return null;
}

export interface JpegSegment {
  marker: number;
  start: number;
  end: number;
}

/** The segments of a JPEG up to its first scan (ITU-T T.81, annex B). Null when they do not make one. */
export function readJpegSegments(bytes: Buffer): JpegSegment[] | null {
  if (!isJpeg(bytes)) return null;
  const segments: JpegSegment[] = [];
  for (let at = 2; at + 4 <= bytes.length; ) {
    if (bytes.readUInt8(at) !== 0xff) return null;
    const marker = bytes.readUInt8(at + 1);
    // Any number of fill bytes may stand before a marker.
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    if (end > bytes.length) return null;
    segments.push({ marker, start: at, end });
    if (marker === 0xda) return segments;
    at = end;
  }
  return null;
}

const isFrame = ({ marker }: JpegSegment) => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
const BASELINE = [0xc0, 0xc1];

export function readJpegFrame(bytes: Buffer): PictureFrame | null {
  const segments = readJpegSegments(bytes);
  const frame = segments?.find(isFrame);
  const scan = segments?.at(-1);
  if (!frame || !scan || frame.end - frame.start < 9) return null;
  const end = endOfScans(bytes, scan.end);
  if (end === null) return null;
  return { height: bytes.readUInt16BE(frame.start + 5), width: bytes.readUInt16BE(frame.start + 7), atOnce: !BASELINE.includes(frame.marker), rest: bytes.subarray(end) };
}

/** Where the end-of-image marker of the picture itself ends; markers of the scans' own, stuffed bytes and tables between scans are passed over. */
function endOfScans(bytes: Buffer, start: number): number | null {
  for (let at = bytes.indexOf(0xff, start); at >= 0 && at + 1 < bytes.length; at = bytes.indexOf(0xff, at)) {
    const marker = bytes.readUInt8(at + 1);
    if (marker === 0xd9) return at + 2;
    if (marker === 0xff) at += 1;
    else if (marker === 0x00 || marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) at += 2;
    else if (at + 4 > bytes.length) return null;
    else at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}
