import type { EvidenceDefect } from "@/domain/evidence/types";
import { PDFArray, PDFDict, PDFInvalidObject, PDFName, PDFNumber, PDFRef, PDFStream, type PDFObject } from "./pdf-objects";
import { MOST_PIXELS } from "./read-picture";

/** Deeper than any reader needs, and less than a stack holds. */
const MOST_DEPTH = 200;

export const nameOf = (object: PDFObject | undefined) => (object instanceof PDFName ? object.decodeText() : null);

export const isPicture = (stream: PDFStream) => nameOf(stream.dict.lookup(PDFName.of("Subtype"))) === "Image";

/** Pixels of a picture by what its dictionary says; 0 where it says nothing. */
export function pixels(dict: PDFDict): number {
  const [width, height] = ["Width", "Height"].map((name) => dict.lookup(PDFName.of(name)));
  return width instanceof PDFNumber && height instanceof PDFNumber ? width.asNumber() * height.asNumber() : 0;
}

/** Look through all that objects hold for what cannot be parsed, is too large, or acts; `acts` says so of a dictionary, and hears whether it is a stream's. */
export function whyNotHold(objects: readonly PDFObject[], acts: (dict: PDFDict, stream: boolean) => boolean, depth = 0): EvidenceDefect | null {
  for (const object of objects) {
    const defect = whyNotObject(object, acts, depth);
    if (defect) return defect;
  }
  return null;
}

function whyNotObject(object: PDFObject, acts: (dict: PDFDict, stream: boolean) => boolean, depth: number): EvidenceDefect | null {
  if (depth > MOST_DEPTH) return "too-complex";
  if (object instanceof PDFRef) return null;
  // What the library could not parse it would write out as it came.
  if (object instanceof PDFInvalidObject) return "damaged";
  if (object instanceof PDFArray) return whyNotHold(object.asArray(), acts, depth + 1);
  const dict = object instanceof PDFStream ? object.dict : object;
  if (!(dict instanceof PDFDict)) return null;
  if (object instanceof PDFStream && isPicture(object) && pixels(dict) > MOST_PIXELS) return "too-many-pixels";
  return acts(dict, object instanceof PDFStream) ? "hidden-content" : whyNotHold(dict.values(), acts, depth + 1);
}
