import sharp, { type Sharp } from "sharp";
import type { EvidenceDefect, Inspection } from "@/domain/evidence/types";
import { holdsForeignContent } from "./foreign-content";
import { isPng, readJpegFrame, readPngFrame, type PictureFrame } from "./picture-frame";

/** The largest picture that a phone makes by default is below this; one that must be held whole costs more. */
export const MOST_PIXELS = 50_000_000;
export const MOST_PIXELS_AT_ONCE = 25_000_000;
/** Papers stay legible at this length of their longer side. */
const LONGEST_SIDE = 4_096;
/** A photograph kept as PNG is several times its JPEG. */
const LARGEST_PNG = 12_000_000;

// Whatever a file claims to be, nothing else of the library reads it.
sharp.block({ operation: ["VipsForeignLoad"] });
sharp.unblock({ operation: ["VipsForeignLoadJpegBuffer", "VipsForeignLoadPngBuffer"] });
sharp.concurrency(1);
sharp.cache(false);

export function tooManyPixels({ width, height, atOnce }: Pick<PictureFrame, "width" | "height" | "atOnce">): boolean {
  return width * height > (atOnce ? MOST_PIXELS_AT_ONCE : MOST_PIXELS);
}

/** Judge a PNG or JPEG by its frame, then decode it and make it anew from its pixels alone: whatever else stood in the file is not in what comes out. */
export async function readPicture(bytes: Buffer): Promise<Inspection> {
  const png = isPng(bytes);
  const frame = png ? readPngFrame(bytes) : readJpegFrame(bytes);
  const defect = whyNotPicture(frame);
  if (defect) return { ok: false, defect };
  try {
    return await remake(sharp(bytes, { limitInputPixels: MOST_PIXELS, failOn: "error", sequentialRead: true }), png);
  } catch {
    return { ok: false, defect: "damaged" };
  }
}

function whyNotPicture(frame: PictureFrame | null): EvidenceDefect | null {
  if (!frame || frame.width === 0 || frame.height === 0) return "damaged";
  if (tooManyPixels(frame)) return "too-many-pixels";
  return holdsForeignContent(frame.rest) ? "hidden-content" : null;
}

/** Make a picture anew, upright, in sRGB, without metadata. */
export async function remake(picture: Sharp, png: boolean): Promise<Inspection> {
  const upright = picture.autoOrient().resize(LONGEST_SIDE, LONGEST_SIDE, { fit: "inside", withoutEnlargement: true });
  const kept = png ? await upright.clone().png({ compressionLevel: 6 }).toBuffer() : null;
  if (kept && kept.length <= LARGEST_PNG) return { ok: true, type: "image/png", bytes: kept, perceptualHash: await differenceHash(kept) };
  const bytes = await upright.flatten({ background: "#ffffff" }).jpeg({ quality: 85 }).toBuffer();
  return { ok: true, type: "image/jpeg", bytes, perceptualHash: await differenceHash(bytes) };
}

/** Make a JPEG anew that stands in a document: as many pixels and channels, upright as the document has it. Null for one in four colours, which is kept. @throws for one that is damaged */
export async function remakeEmbedded(jpeg: Buffer): Promise<Buffer | null> {
  const picture = sharp(jpeg, { limitInputPixels: MOST_PIXELS, failOn: "error", sequentialRead: true });
  const { channels } = await picture.metadata();
  return channels === 1 || channels === 3 ? picture.toColourspace(channels === 1 ? "b-w" : "srgb").jpeg({ quality: 88 }).toBuffer() : null;
}

/** Paper is white next to white: what compression leaves there is no difference. */
const SAME_GREY = 2;

/** Difference hash: 64 bits, each whether a field of a 9 × 8 grey picture is brighter than the one to its right. Two copies of a paper differ in few of them, whatever their sizes and formats. */
export async function differenceHash(bytes: Buffer): Promise<Buffer> {
  const grey = await sharp(bytes).flatten({ background: "#ffffff" }).greyscale().resize(9, 8, { fit: "fill" }).raw().toBuffer();
  const hash = Buffer.alloc(8);
  for (let row = 0; row < 8; row++) {
    for (let column = 0; column < 8; column++) {
      const at = row * 9 + column;
      if ((grey[at] ?? 0) - (grey[at + 1] ?? 0) > SAME_GREY) hash[row] = (hash[row] ?? 0) | (0x80 >> column);
    }
  }
  return hash;
}
