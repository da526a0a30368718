import { Conflict } from "../../kernel/errors";
import type { ReadAnswer } from "../types";
import { readCamt053 } from "./read-camt-053";
import { readCsvAnswer } from "./read-csv-answer";
import { readPain002 } from "./read-pain-002";
import { readXml } from "./read-xml";

/** Read a bank's file of whichever kind it is: that is decided by what is in it, not by its name. `referenceHeadings` is what banks' own tables call the reference. @throws {Conflict} answer-unreadable */
export async function readAnswer(bytes: Buffer, referenceHeadings: readonly string[] = []): Promise<ReadAnswer> {
  if (bytes.length === 0) throw new Conflict("answer-unreadable", { line: 1, what: "0 B" });
  if (!/^\uFEFF?\s*</.test(bytes.subarray(0, 200).toString("utf8")) && bytes[0] !== 0xff && bytes[0] !== 0xfe) return { format: "csv", ...readCsvAnswer(bytes, referenceHeadings) };
  const { namespace, root } = await readXml(bytes);
  const kind = /^urn:iso:std:iso:20022:tech:xsd:(pain\.002|camt\.053)\.001\.\d\d$/.exec(namespace)?.[1];
  if (kind === "pain.002") return { format: kind, ...readPain002(root) };
  if (kind === "camt.053") return { format: kind, ...readCamt053(root) };
  throw new Conflict("answer-unreadable", { line: root.line, what: (namespace || root.name).slice(0, 80) });
}
