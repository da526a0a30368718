import type { EvidenceDefect } from "@/domain/evidence/types";
import { whyNotUnpack } from "./packed-streams";
import { PDFName, type PDFDict } from "./pdf-objects";
import { isPdf, openPdf, rawStreams } from "./read-pdf";
import { nameOf, whyNotHold } from "./walk-pdf";

/** What an entry may be called that does something or brings another file along (ISO 32000-2): scripts, files, forms that are programs. */
const ACTIVE_KEYS = ["JS", "JavaScript", "EF", "EmbeddedFiles", "AF", "XFA", "RichMediaContent", "Collection"];
/** Actions that do more than lead to a page or an address, which is what links are for. */
const ACTIVE_ACTIONS = ["JavaScript", "Launch", "SubmitForm", "ImportData", "GoToR", "GoToE", "Rendition", "Movie", "Sound", "RichMediaExecute", "GoTo3DView"];
const ACTIVE_MARKS = ["FileAttachment", "Sound", "Movie", "Screen", "3D", "RichMedia"];
/** The same in bytes that the parser passed over and another reader might come to. Shorter names stand in packed bytes by chance. */
const ACTIVE_BYTES = /\/(JavaScript|EmbeddedFile|RichMedia|SubmitForm|ImportData)\b/;

/**
 * Judge a PDF that is to be given out as it came: it has pages, no password, and nothing that acts. Links stay, and so does what reads it out to people who do not see it; making it
 * anew would take both. Null when nothing is wrong with it.
 */
export async function judgePdf(bytes: Buffer): Promise<EvidenceDefect | null> {
  if (!isPdf(bytes)) return "type";
  const document = await openPdf(bytes);
  if (typeof document === "string") return document;
  if (ACTIVE_BYTES.test(bytes.toString("latin1"))) return "hidden-content";
  const { trailerInfo } = document.context;
  const objects = [...Object.values(trailerInfo), ...document.context.enumerateIndirectObjects().map(([, object]) => object)];
  return whyNotHold(objects, acts) ?? (await whyNotUnpack(rawStreams(document.context)));
}

/** Whether a dictionary is of something that acts. A stream whose bytes lie in another file names that file. */
function acts(dict: PDFDict, stream: boolean): boolean {
  const entry = (name: string) => nameOf(dict.lookup(PDFName.of(name))) ?? "";
  if (ACTIVE_KEYS.some((name) => dict.has(PDFName.of(name))) || (stream && dict.has(PDFName.of("F")))) return true;
  return ACTIVE_ACTIONS.includes(entry("S")) || ACTIVE_MARKS.includes(entry("Subtype")) || ["EmbeddedFile", "Filespec"].includes(entry("Type"));
}
