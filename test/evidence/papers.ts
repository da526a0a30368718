import { readFileSync } from "node:fs";
import path from "node:path";
import { crc32, deflateRawSync, deflateSync, constants } from "node:zlib";
import { PDFDocument, PDFName, PDFString, StandardFonts } from "@cantoo/pdf-lib";
import sharp from "sharp";

/** Something of everything that a paper may be, and of what comes in a paper's clothes. All of it is made here, but for a HEIC picture, which nothing at hand writes. */
const DRAWING = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="240"><rect width="320" height="240" fill="#fbfaf7"/><rect x="20" y="20" width="120" height="60" fill="#0a5f66"/><circle cx="230" cy="150" r="60" fill="#b3261e"/></svg>`;
const drawing = () => sharp(Buffer.from(DRAWING)).flatten({ background: "#ffffff" });

/** What stands in the metadata of the papers below, and must not come out again. */
export const SECRET_PLACE = "Gangnam-daero 1";

/** A photograph with its place and its maker in EXIF, lying on its side. */
export const aPhotograph = (): Promise<Buffer> => drawing().withExif({ IFD0: { ImageDescription: SECRET_PLACE }, IFD3: { GPSLatitude: "37/1 29/1 0/1", GPSLatitudeRef: "N" } }).withMetadata({ orientation: 6 }).jpeg({ quality: 80 }).toBuffer();
export const aScreenshot = (): Promise<Buffer> => drawing().png().toBuffer();
export const aHeicPicture = (): Buffer => readFileSync(path.join(import.meta.dirname, "paper.heic"));

/** A bank's statement: text, a photograph, a filled field, and everything that a document may do when it is opened. */
export async function aStatement(options: { text?: string } = {}): Promise<Buffer> {
  const document = await PDFDocument.create();
  document.setTitle(SECRET_PLACE);
  const page = document.addPage([400, 500]);
  page.drawText(options.text ?? "Account statement", { x: 40, y: 440, size: 18, font: await document.embedFont(StandardFonts.Helvetica) });
  page.drawImage(await document.embedJpg(await aPhotograph()), { x: 40, y: 180, width: 320, height: 240 });
  const field = document.getForm().createTextField("paid");
  field.setText("50,000 KRW");
  field.addToPage(page, { x: 40, y: 120, width: 200, height: 24 });
  document.addJavaScript("open", "app.alert('opened')");
  await document.attach(Buffer.from("MZ attached"), "invoice.exe", { mimeType: "application/octet-stream" });
  const launch = document.context.obj({ Type: "Action", S: "Launch", F: PDFString.of("cmd.exe") });
  document.catalog.set(PDFName.of("OpenAction"), launch);
  const link = document.context.obj({ Type: "Annot", Subtype: "Link", Rect: [0, 0, 400, 500], A: { Type: "Action", S: "URI", URI: PDFString.of("https://elsewhere.example/") } });
  page.node.addAnnot(document.context.register(link));
  return Buffer.from(await document.save());
}

/** The test file that every scanner knows (EICAR, 1996), in two halves so that no scanner takes this one for it. */
export const eicar = (): Buffer => Buffer.from("X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR" + "-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*");

/** An archive of one file (PKWARE's appnote). */
export function aZip(name: string, content: Buffer, packed: Buffer = deflateRawSync(content)): Buffer {
  const common = Buffer.alloc(26);
  common.writeUInt16LE(20, 0);
  common.writeUInt16LE(8, 4);
  common.writeUInt32LE(crc32(content), 10);
  common.writeUInt32LE(packed.length, 14);
  common.writeUInt32LE(content.length, 18);
  common.writeUInt16LE(name.length, 22);
  const local = Buffer.concat([Buffer.from("PK\u0003\u0004"), common, Buffer.from(name), packed]);
  const entry = Buffer.concat([Buffer.from("PK\u0001\u0002\u0014\u0000"), common, Buffer.alloc(14), Buffer.from(name)]);
  const end = Buffer.from("PK\u0005\u0006" + "\0".repeat(18));
  end.writeUInt16LE(1, 8);
  end.writeUInt16LE(1, 10);
  end.writeUInt32LE(entry.length, 12);
  end.writeUInt32LE(local.length, 16);
  return Buffer.concat([local, entry, end]);
}

/** `times × length` zero bytes, deflated, without anybody ever holding them. */
export function packedZeros(length: number, times: number): Buffer {
  const block = deflateSync(Buffer.alloc(length), { finishFlush: constants.Z_FULL_FLUSH });
  const checksum = Buffer.alloc(4);
  checksum.writeUInt32BE(((((length * times) % 65521) << 16) | 1) >>> 0);
  return Buffer.concat([block.subarray(0, 2), ...Array.from({ length: times }, () => block.subarray(2)), Buffer.from([3, 0]), checksum]);
}

function pngChunk(name: string, data: Buffer): Buffer {
  const out = Buffer.concat([Buffer.alloc(4), Buffer.from(name), data, Buffer.alloc(4)]);
  out.writeUInt32BE(data.length, 0);
  out.writeUInt32BE(crc32(out.subarray(4, -4)), out.length - 4);
  return out;
}

/** A valid PNG of one bit a pixel: some hundred kilobytes for any size. */
export function aHugePng(side: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(side, 0);
  header.writeUInt32BE(side, 4);
  header.writeUInt8(1, 8);
  const rows = packedZeros((1 + Math.ceil(side / 8)) * 50, side / 50);
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), pngChunk("IHDR", header), pngChunk("IDAT", rows), pngChunk("IEND", Buffer.alloc(0))]);
}

/** A document of one page whose contents unpack to so many megabytes; `inside` packs its objects that way instead, under their name or one that only a parser reads. */
export function aPdfBomb(megabytes: number, inside: "contents" | "ObjStm" | "Obj#53tm"): Buffer {
  const packed = packedZeros(1_000_000, megabytes);
  const stream = (number: number, dictionary: string) => Buffer.concat([Buffer.from(`${number} 0 obj\n<< ${dictionary} /Filter /FlateDecode /Length ${packed.length} >>\nstream\n`), packed, Buffer.from("\nendstream\nendobj\n")]);
  const bomb = inside === "contents" ? stream(4, "") : stream(4, `/Type /${inside} /N 1 /First 8`);
  return Buffer.concat([
    Buffer.from("%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>\nendobj\n"),
    bomb,
    Buffer.from("trailer\n<< /Root 1 0 R /Size 5 >>\nstartxref\n9\n%%EOF\n"),
  ]);
}

/** Numbers that look random and are the same in every run (mulberry32). */
export function numbers(seed: number): (below: number) => number {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** Damage a file as transfers, disks and attackers do: flipped bytes, cuts, repeated and foreign stretches, lengths that lie. */
export function mutate(bytes: Buffer, other: Buffer, below: (limit: number) => number): Buffer {
  const out = Buffer.from(bytes);
  const at = below(out.length);
  const stretch = out.subarray(at, at + 1 + below(512));
  switch (below(6)) {
    case 0:
      for (let i = 0; i <= below(32); i++) out[below(out.length)] = below(256);
      return out;
    case 1:
      return out.subarray(0, at);
    case 2:
      return Buffer.concat([out.subarray(0, at), stretch, stretch, out.subarray(at)]);
    case 3:
      return Buffer.concat([out.subarray(0, at), out.subarray(at + stretch.length)]);
    case 4:
      return Buffer.concat([out.subarray(0, at), other.subarray(below(other.length))]);
    default:
      out.writeUInt32BE([0, 1, 0x7fffffff, 0xffffffff, 0xfffffff0][below(5)] ?? 0, Math.min(at, out.length - 4));
      return out;
  }
}
