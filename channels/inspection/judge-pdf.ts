import type { EvidenceDefect } from "@/domain/evidence/types";
import { whyNotUnpack } from "./packed-streams";
import { PDFArray, PDFDict, PDFInvalidObject, PDFName, PDFRef, PDFStream, type PDFDocument, type PDFObject } from "./pdf-objects";
import { isPdf, isPicture, openPdf, pixels, rawStreams } from "./read-pdf";
import { MOST_PIXELS } from "./read-picture";

/** What an entry may be called that does something or brings another file along (ISO 32000-2): scripts, files, forms that are programs. */
const ACTIVE_KEYS = ["JS", "JavaScript", "EF", "EmbeddedFiles", "AF", "XFA", "RichMediaContent", "Collection"];
/** Actions that do more than lead to a page or an address, which is what links are for. */
const ACTIVE_ACTIONS = ["JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "Rendition", "Movie", "Sound", "RichMediaExecute", "GoTo3DView"];
const ACTIVE_MARKS = ["FileAttachment", "Sound", "Movie", "Screen", "3D", "RichMedia"];
/** The same in bytes that the parser passed over and another reader might come to. Shorter names stand in packed bytes by chance. */
const ACTIVE_BYTES = /\/(JavaScript|EmbeddedFile|RichMedia|SubmitForm|ImportData)\b/;

const nameOf = (object: PDFObject | undefined) => (object instanceof PDFName ? object.decodeText() : null);

/**
 * Judge a PDF that is to be given out as it came: it has pages, no password, and nothing that acts. Links stay, and so does what reads it out to people who do not see it; making it
 * anew would take both. Null when nothing is wrong with it.
 */
export async function judgePdf(bytes: Buffer): Promise<EvidenceDefect | null> {
  if (!isPdf(bytes)) return "type";
  const document = await openPdf(bytes);
  if (typeof document === "string") return document;
  if (ACTIVE_BYTES.test(bytes.toString("latin1"))) return "hidden-content";
  return whyNotGive(document) ?? (await whyNotUnpack(rawStreams(document.context)));
}

function whyNotGive(document: PDFDocument): EvidenceDefect | null {
  for (const object of [...Object.values(document.context.trailerInfo), ...document.context.enumerateIndirectObjects().map(([, one]) => one)]) {
    const defect = whyNotObject(object, 0);
    if (defect) return defect;
  }
  return null;
}

function whyNotObject(object: PDFObject, depth: number): EvidenceDefect | null {
  if (depth > 200) return "too-complex";
  if (object instanceof PDFRef) return null;
  if (object instanceof PDFInvalidObject) return "damaged";
  if (object instanceof PDFArray) return first(object.asArray(), depth);
  const dict = object instanceof PDFStream ? object.dict : object;
  if (!(dict instanceof PDFDict)) return null;
  if (object instanceof PDFStream && isPicture(object) && pixels(dict) > MOST_PIXELS) return "too-many-pixels";
  return acts(dict, object instanceof PDFStream) ? "hidden-content" : first(dict.values(), depth);
}

/** Whether a dictionary is of something that acts. A stream whose bytes lie in another file names that file. */
function acts(dict: PDFDict, stream: boolean): boolean {
  const entry = (name: string) => nameOf(dict.lookup(PDFName.of(name))) ?? "";
  if (ACTIVE_KEYS.some((name) => dict.has(PDFName.of(name))) || (stream && dict.has(PDFName.of("F")))) return true;
  return ACTIVE_ACTIONS.includes(entry("S")) || ACTIVE_MARKS.includes(entry("Subtype")) || ["EmbeddedFile", "Filespec"].includes(entry("Type"));
}

function first(objects: PDFObject[], depth: number): EvidenceDefect | null {
  for (const object of objects) {
    const defect = whyNotObject(object, depth + 1);
    if (defect) return defect;
  }
  return null;
}
