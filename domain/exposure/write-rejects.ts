import { translator } from "@/content/translator";
import type { Locale } from "@/db/values/locales";
import { BYTE_ORDER_MARK, csvRecord } from "@/lib/csv";
import type { Context } from "../kernel/context";
import { listRejects } from "./queries";
import type { Reject } from "./types";

const PAGE = 1_000;

/**
 * Write the defects of a run's file as CSV, for the people who mend it: line, column, code, reason, masked preview, what to do. Read page by page, so memory is
 * flat however many there are, and `most` of them at most. @throws {Forbidden}
 */
export async function* writeRejects(ctx: Context, importId: string, locale: Locale, most = Infinity): AsyncGenerator<string> {
  const writer = rejectWriter(locale);
  yield writer.head;
  let after = 0;
  for (let left = most; left > 0; ) {
    const page = await listRejects(ctx, importId, after, Math.min(PAGE, left));
    if (page.length > 0) yield page.map((reject) => writer.row(reject)).join("");
    const last = page.at(-1);
    if (!last || page.length < PAGE) return;
    after = last.number;
    left -= page.length;
  }
}

/** The same rows for defects that are not stored: those of a dry run. */
export function rejectWriter(locale: Locale): { head: string; row(reject: Reject): string } {
  const words = translator(locale, "import-defects");
  return {
    head: `${BYTE_ORDER_MARK}${csvRecord(["line", "column", "code", "reason", "preview", "fix"].map((name) => words(`heads.${name}`)))}`,
    row: ({ line, column, code, preview }) => csvRecord([String(line), column ?? "", code, words(`${code}.reason`), preview, words(`${code}.fix`)]),
  };
}
