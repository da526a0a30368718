import { createInflate } from "node:zlib";
import type { EvidenceDefect } from "@/domain/evidence/types";
import { PDFArray, PDFName, type PDFRawStream } from "./pdf-objects";

/** A page of A4 scanned in colour at 600 points an inch, unpacked; and all of a document. */
const MOST_UNPACKED = 200_000_000;
const MOST_UNPACKED_TOGETHER = 1_000_000_000;

/** Objects are small; a parser holds all that are packed together at once. */
const MOST_OBJECTS = 50_000_000;

/** Look for packed objects that would not fit into memory, before the parser unpacks them: it knows no limit of its own. What hides from this ends at the process's. */
export async function whyNotParse(bytes: Buffer): Promise<EvidenceDefect | null> {
  for (let at = bytes.indexOf("stream"); at >= 0; at = bytes.indexOf("stream", at + 6)) {
    const start = at + 6 + (bytes[at + 6] === 0x0d ? 1 : 0) + 1;
    const dictionary = bytes.toString("latin1", Math.max(at - 1_000, 0), at);
    if (!/\/(ObjStm|XRef)\b/.test(dictionary.slice(dictionary.lastIndexOf(" obj")))) continue;
    if ((await unpackedLength(bytes.subarray(start), MOST_OBJECTS)) > MOST_OBJECTS) return "too-complex";
  }
  return null;
}

/** Unpack every deflated stream of a document, keeping nothing, and refuse what unpacks to more than a viewer should be made to hold. */
export async function whyNotUnpack(streams: readonly PDFRawStream[]): Promise<EvidenceDefect | null> {
  let together = 0;
  for (const stream of streams) {
    const filters = filtersOf(stream);
    const packed = filters.filter((name) => name === "FlateDecode" || name === "LZWDecode" || name === "BrotliDecode");
    // Packing what is packed has one use.
    if (packed.length > 1) return "too-complex";
    if (filters[0] !== "FlateDecode") continue;
    const length = await unpackedLength(stream.contents, MOST_UNPACKED);
    together += length;
    if (length > MOST_UNPACKED || together > MOST_UNPACKED_TOGETHER) return "too-complex";
  }
  return null;
}

export function filtersOf(stream: PDFRawStream): string[] {
  const filter = stream.dict.lookup(PDFName.of("Filter"));
  const names = filter instanceof PDFArray ? filter.asArray().map((_, i) => filter.lookup(i)) : [filter];
  return names.flatMap((name) => (name instanceof PDFName ? [name.decodeText()] : []));
}

/** How long a stream becomes; counted up to where it breaks off, as viewers show it, and little further than `most`. */
async function unpackedLength(bytes: Uint8Array, most: number): Promise<number> {
  const inflate = createInflate();
  inflate.end(bytes);
  let length = 0;
  try {
    for await (const block of inflate as AsyncIterable<Buffer>) {
      length += block.length;
      if (length > most) break;
    }
  } catch {
    return length;
  }
  return length;
}
