import { crc32, deflateSync } from "node:zlib";

/** A chunk of a PNG. */
export function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name, "latin1"), data]);
  const out = Buffer.alloc(body.length + 8);
  out.writeUInt32BE(data.length, 0);
  body.copy(out, 4);
  out.writeUInt32BE(crc32(body), body.length + 4);
  return out;
}

/** A grey PNG, with chunks between its head and its data. */
export function aPng(side: number, ...between: Buffer[]): Buffer {
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head.writeUInt8(8, 8);
  return Buffer.concat([Buffer.from("\x89PNG\r\n\x1a\n", "latin1"), chunk("IHDR", head), ...between, chunk("IDAT", deflateSync(Buffer.alloc((side + 1) * side))), chunk("IEND", Buffer.alloc(0))]);
}

/** A segment of a JPEG with its length. */
export function segment(marker: number, data: Buffer): Buffer {
  return Buffer.concat([Buffer.from([0xff, marker, (data.length + 2) >> 8, (data.length + 2) & 0xff]), data]);
}

/** A JPEG in two scans as far as its segments go, with others behind its first, and with what a phone hangs on. */
export function aJpeg({ noted = [], behind = Buffer.alloc(0) }: { noted?: Buffer[]; behind?: Buffer } = {}): Buffer {
  const frame = segment(0xc2, Buffer.from([8, 0, 90, 0, 120, 1, 1, 17, 0]));
  const scan = Buffer.concat([segment(0xda, Buffer.from([1, 1, 0, 0, 63, 0])), Buffer.from([1, 2, 0xff, 0, 0xff, 0xd0, 3])]);
  return Buffer.concat([Buffer.from([0xff, 0xd8]), segment(0xe0, Buffer.from("JFIF\0")), ...noted, frame, scan, segment(0xc4, Buffer.alloc(19)), scan, Buffer.from([0xff, 0xd9]), behind]);
}
