import type { Inspection } from "@/domain/evidence/types";
import { isHeic, isJpeg, isPng } from "./picture-frame";

/** Judge a file by its first bytes, whatever its name says, and make it anew. What is none of the four kinds is refused unread. */
export async function inspectBytes(bytes: Buffer): Promise<Inspection> {
  // What reads a kind is loaded when there is one to read.
  if (isPng(bytes) || isJpeg(bytes)) return (await import("./read-picture")).readPicture(bytes);
  if (isHeic(bytes)) return (await import("./read-heic")).readHeic(bytes);
  if (/%PDF-/.test(bytes.toString("latin1", 0, 32))) {
    const { isPdf, readPdf } = await import("./read-pdf");
    if (isPdf(bytes)) return readPdf(bytes);
  }
  return { ok: false, defect: "type" };
}
