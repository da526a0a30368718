import { inflateSync } from "node:zlib";
import type { EvidenceDefect, Inspection } from "@/domain/evidence/types";
import { holdsForeignContent } from "./foreign-content";
import { filtersOf, whyNotParse, whyNotUnpack } from "./packed-streams";
import { EncryptedPDFError, PDFArray, PDFDict, PDFDocument, PDFName, PDFRawStream, PDFStream, type PDFContext, type PDFObject } from "./pdf-objects";
import { isJpeg, readJpegFrame, readJpegSegments } from "./picture-frame";
import { differenceHash, remakeEmbedded } from "./read-picture";
import { isPicture, nameOf, pixels, whyNotHold } from "./walk-pdf";

const MOST_PAGES = 500;
/** Bytes of one photograph in a document. */
const MOST_JPEG = 40_000_000;
/** What a page is made of (ISO 32000-2, table 31): its sheet, its contents and what they use. Actions, structure, threads, thumbnails and private data are not among it. */
const PAGE_KEYS = ["Type", "Parent", "MediaBox", "CropBox", "Rotate", "UserUnit", "Resources", "Contents", "Group", "Annots"];
/** Of what lies on a page, how it looks: forms keep what was written into them, and lose what they do. */
const MARK_KEYS = ["Rect", "AP", "AS", "F"];
const UNSEEN_MARKS = ["Link", "Popup", "FileAttachment", "Sound", "Movie", "Screen", "3D", "RichMedia", "PrinterMark", "TrapNet"];
/** In streams: what describes, replaces or fetches instead of being the content. */
const STREAM_KEYS = ["Metadata", "PieceInfo", "OPI", "Alternates", "Ref", "AF", "Measure", "PtData", "StructParent", "StructParents", "LastModified", "F", "FFilter", "FDecodeParms"];
const ACTIONS = ["JavaScript", "Launch", "SubmitForm", "ImportData", "ResetForm", "GoToR", "GoToE", "URI", "Rendition", "Movie", "Sound", "RichMediaExecute", "GoTo3DView", "Thread"];
const ACTIVE_TYPES = ["Filespec", "F", "EmbeddedFile", "Action"];

const key = (name: string) => PDFName.of(name);

export const isPdf = (bytes: Buffer): boolean => /^(?:\u00ef\u00bb\u00bf)?[\s\0]{0,8}%PDF-[12]\./.test(bytes.toString("latin1", 0, 32));

/**
 * Parse a PDF and write its pages into a new document, and nothing else of it: no scripts, actions, links, forms, embedded files or metadata. A password that only
 * forbids printing or changing opens with the empty one.
 */
export async function readPdf(bytes: Buffer): Promise<Inspection> {
  const source = await openPdf(bytes, { password: "" });
  if (typeof source === "string") return { ok: false, defect: source };
  try {
    const indices = source.getPageIndices();
    for (const page of source.getPages()) stripPage(page.node);
    const made = await PDFDocument.create({ updateMetadata: false });
    for (const page of await made.copyPages(source, indices)) made.addPage(page);
    await cleanStreams(made.context);
    const defect = whyNotServe(made.context) ?? (await whyNotUnpack(rawStreams(made.context)));
    if (defect) return { ok: false, defect };
    return { ok: true, type: "application/pdf", bytes: Buffer.from(await made.save({ addDefaultPage: false, updateFieldAppearances: false })), perceptualHash: await hashFirstPicture(made) };
  } catch (error) {
    // The stack is the parser's, on objects within objects.
    return { ok: false, defect: error instanceof RangeError ? "too-complex" : "damaged" };
  }
}

/** Parse a PDF that nothing hangs on behind, or say why not. With a password, one that is encrypted is tried with it. */
export async function openPdf(bytes: Buffer, locked: { password?: string } = {}): Promise<PDFDocument | EvidenceDefect> {
  const end = bytes.lastIndexOf("%%EOF");
  if (holdsForeignContent(end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 5))) return "hidden-content";
  const bomb = await whyNotParse(bytes);
  if (bomb) return bomb;
  const document = await open(bytes, locked);
  if (typeof document === "string") return document;
  try {
    const pages = document.getPageCount();
    return pages === 0 ? "damaged" : pages > MOST_PAGES ? "too-complex" : document;
  } catch (error) {
    return error instanceof RangeError ? "too-complex" : "damaged";
  }
}

async function open(bytes: Buffer, { password }: { password?: string }): Promise<PDFDocument | EvidenceDefect> {
  const options = { updateMetadata: false, capNumbers: true, throwOnInvalidObject: false };
  try {
    return await PDFDocument.load(bytes, options);
  } catch (error) {
    if (!(error instanceof EncryptedPDFError)) return error instanceof RangeError ? "too-complex" : "damaged";
  }
  if (password === undefined) return "password";
  try {
    return await PDFDocument.load(bytes, { ...options, password });
  } catch {
    return "password";
  }
}

function stripPage(page: PDFDict): void {
  for (const name of page.keys()) if (!PAGE_KEYS.includes(name.decodeText())) page.delete(name);
  const marks = page.lookup(key("Annots"));
  page.delete(key("Annots"));
  if (!(marks instanceof PDFArray)) return;
  const kept = marks.asArray().flatMap((_, i) => keepMark(page.context, marks.lookup(i)));
  if (kept.length > 0) page.set(key("Annots"), page.context.obj(kept));
}

/** A mark that is seen becomes a stamp, which has a look and no behaviour. */
function keepMark(context: PDFContext, mark: PDFObject | undefined): PDFDict[] {
  if (!(mark instanceof PDFDict) || UNSEEN_MARKS.includes(nameOf(mark.lookup(key("Subtype"))) ?? "Link")) return [];
  const look = mark.lookup(key("AP"));
  const normal = look instanceof PDFDict ? look.get(key("N")) : undefined;
  if (normal === undefined) return [];
  const kept = context.obj({ Type: "Annot", Subtype: "Stamp" });
  for (const name of MARK_KEYS) {
    const value = mark.get(key(name));
    if (value !== undefined) kept.set(key(name), value);
  }
  kept.set(key("AP"), context.obj({ N: normal }));
  return [kept];
}

export function rawStreams(context: PDFContext): PDFRawStream[] {
  return context.enumerateIndirectObjects().flatMap(([, object]) => (object instanceof PDFRawStream ? [object] : []));
}

async function cleanStreams(context: PDFContext): Promise<void> {
  for (const [ref, object] of context.enumerateIndirectObjects()) {
    if (!(object instanceof PDFStream)) continue;
    for (const name of STREAM_KEYS) object.dict.delete(key(name));
    if (!(object instanceof PDFRawStream)) continue;
    const packed = jpegOf(object);
    // What begins like one is one, whatever its dictionary says.
    const jpeg = packed ?? (isJpeg(Buffer.from(object.contents)) ? Buffer.from(object.contents) : null);
    if (!jpeg) continue;
    if (packed) {
      object.dict.set(key("Filter"), key("DCTDecode"));
      object.dict.delete(key("DecodeParms"));
    }
    const bare = withoutMetadata(jpeg);
    context.assign(ref, PDFRawStream.of(object.dict, (await remakeEmbedded(bare)) ?? bare));
  }
}

/** The JPEG that a stream is, also where it was packed once more; null for what is none. */
function jpegOf(stream: PDFRawStream): Buffer | null {
  const filters = filtersOf(stream);
  if (filters.at(-1) !== "DCTDecode" || filters.length > 2) return null;
  if (filters.length === 1) return Buffer.from(stream.contents);
  return filters[0] === "FlateDecode" ? inflateSync(stream.contents, { maxOutputLength: MOST_JPEG }) : null;
}

/**
 * Where and with what a page was photographed goes from a JPEG inside a document as well; JFIF's own segment and Adobe's say how colours are meant.
 * @throws for one that cannot be walked, since what it holds then cannot be told
 */
function withoutMetadata(jpeg: Buffer): Buffer {
  const [segments, frame] = [readJpegSegments(jpeg), readJpegFrame(jpeg)];
  if (!segments || !frame) throw new Error("no JPEG");
  const parts: Buffer[] = [];
  let from = 0;
  for (const { marker, start, end } of segments) {
    if (marker !== 0xfe && !(marker > 0xe0 && marker <= 0xef && marker !== 0xee)) continue;
    parts.push(jpeg.subarray(from, start));
    from = end;
  }
  return Buffer.concat([...parts, jpeg.subarray(from, jpeg.length - frame.rest.length)]);
}

/** Whatever the rules above left over and a viewer might act on. Nothing is expected here. */
function whyNotServe(context: PDFContext): EvidenceDefect | null {
  const acts = (dict: PDFDict) => ACTIONS.includes(nameOf(dict.get(key("S"))) ?? "") || ACTIVE_TYPES.includes(nameOf(dict.get(key("Type"))) ?? "");
  return whyNotHold(context.enumerateIndirectObjects().map(([, object]) => object), acts);
}

/** A scan is a document whose first page is a photograph. Null for one that is text. */
async function hashFirstPicture(document: PDFDocument): Promise<Buffer | null> {
  const objects = document.getPage(0).node.Resources()?.lookup(key("XObject"));
  if (!(objects instanceof PDFDict)) return null;
  const pictures = objects.keys().flatMap((name) => {
    const stream = objects.lookup(name);
    return stream instanceof PDFRawStream && isPicture(stream) && jpegOf(stream) ? [stream] : [];
  });
  pictures.sort((a, b) => pixels(b.dict) - pixels(a.dict));
  const [largest] = pictures;
  return largest ? differenceHash(Buffer.from(largest.contents)).catch(() => null) : null;
}
