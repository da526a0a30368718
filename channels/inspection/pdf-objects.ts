import { createRequire } from "node:module";
import type * as PdfLib from "@cantoo/pdf-lib";

/** The library as its one kind of module that is not compiled again by whatever loads TypeScript: every file is read by a new process, which would wait seconds for it. */
const library = createRequire(import.meta.url)("@cantoo/pdf-lib") as typeof PdfLib;

export const { EncryptedPDFError, PDFArray, PDFDict, PDFDocument, PDFInvalidObject, PDFName, PDFNumber, PDFRawStream, PDFRef, PDFStream } = library;
export type PDFContext = PdfLib.PDFContext;
export type PDFDict = PdfLib.PDFDict;
export type PDFDocument = PdfLib.PDFDocument;
export type PDFObject = PdfLib.PDFObject;
export type PDFRawStream = PdfLib.PDFRawStream;
export type PDFStream = PdfLib.PDFStream;
