import { translator } from "@/content/translator";
import type { Locale } from "@/db/values/locales";
import { BYTE_ORDER_MARK, csvRecord } from "@/lib/csv";
import type { PrintableLetter } from "./types";

const columns = ["sequence", "pages", "handle", "reference", "name", "line1", "line2", "line3", "line4", "postal-code", "country"] as const;

/** The list that goes with a batch: which pages of the PDF are whose letter, and where it goes. The mail house sorts, weighs and posts by it. */
export function mailingListHead(locale: Locale): string {
  const words = translator(locale, "letters");
  return BYTE_ORDER_MARK + csvRecord(columns.map((name) => words(`list.${name}`)));
}

export function mailingListRow(sequence: number, pages: number, { address, country, handle, reference }: Pick<PrintableLetter, "address" | "country" | "handle" | "reference">): string {
  const lines = [0, 1, 2, 3].map((i) => address.l[i] ?? "");
  return csvRecord([String(sequence), String(pages), handle, reference, address.n, ...lines, address.c, country]);
}
