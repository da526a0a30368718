import { Readable } from "node:stream";
import { z } from "zod";
import type { ExportKind } from "@/db/values/exports";
import { letterFiles } from "@/db/values/letter-states";
import type { Locale } from "@/db/values/locales";
import { exportRange, measureRange } from "../audit/log/export-range";
import { mayExportAudit } from "../audit/policy";
import type { ExportTicket } from "../audit/types";
import { exportRejects, measureRejects } from "../exposure/export-rejects";
import { mayExportRejects } from "../exposure/policy";
import type { Context, Policy } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { mayHandOverLetters } from "../letters/policy";
import { measureLetters, readLetterFile } from "../letters/read-letter-file";
import { exportBatch, measureBatch } from "../payments/export-batch";
import { exportForm } from "../payments/input";
import { mayExportPayments } from "../payments/policy";
import { exportUnreached, measureUnreached } from "../waves/export-unreached";
import { mayExportUnreached } from "../waves/policy";
import { markPdf, markTable, type Mark } from "./mark-file";
import { maySecondExports, maySecondPayments } from "./policy";
import type { ExportFile, ExportObject } from "./types";

interface Taking {
  ticket: ExportTicket;
  mark: Mark;
  locale: Locale;
  traceKey: Buffer;
}

interface Kind {
  /** Who may ask for it and take it out. */
  rule: Policy;
  /** Who may be the second person. */
  second: Policy;
  choice: z.ZodType<Record<string, string>>;
  /** How many people are in it now, and of which incident they are. @throws {NotFound} @throws {Conflict} where there is nothing to take out */
  measure(ctx: Context, object: ExportObject): Promise<{ people: number; incidentId: string | null }>;
  /** Make it. The verb of the slice writes the event of taking it out and spends the ticket in one transaction, before the first byte. */
  open(ctx: Context, object: ExportObject, taking: Taking): Promise<ExportFile>;
}

const CSV = "text/csv; charset=utf-8";
const nothingChosen = z.object({});
/** From when until when, and never later than the asking: what is in the file is to be what was agreed to. */
const auditTime = z
  .object({ from: z.iso.datetime({ error: "audit-time" }), until: z.iso.datetime({ error: "audit-time" }) })
  .refine(({ from, until }) => from < until, { path: ["until"], message: "audit-range-order" });
const momentsOf = ({ from = "", until = "" }: Record<string, string>) => ({ from: new Date(from), until: new Date(until) });
/** What the audit's export is of: there is one log. */
const LOG = "log";

async function* textOf(pieces: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

/** Every file with many people in it that staff can take out of the console. */
export const kinds: Record<ExportKind, Kind> = {
  unreached: {
    rule: mayExportUnreached,
    second: maySecondExports,
    choice: nothingChosen,
    measure: (ctx, { objectId }) => measureUnreached(ctx, objectId),
    async open(ctx, { objectId }, { ticket, mark, locale, traceKey }) {
      const { wave, pages } = await exportUnreached(ctx, objectId, locale, ticket);
      return { fileName: `wave-${wave.id}-reached-by-no-channel.csv`, contentType: CSV, bytes: markTable(pages, mark, locale, { key: traceKey, column: 1 }) };
    },
  },
  rejects: {
    rule: mayExportRejects,
    second: maySecondExports,
    choice: nothingChosen,
    measure: (ctx, { objectId }) => measureRejects(ctx, objectId),
    async open(ctx, { objectId }, { ticket, mark, locale }) {
      const { name, pages } = await exportRejects(ctx, objectId, locale, ticket);
      return { fileName: `${name}-rejects.csv`, contentType: CSV, bytes: markTable(pages, mark, locale) };
    },
  },
  letters: {
    rule: mayHandOverLetters,
    second: maySecondExports,
    choice: z.object({ file: z.enum(letterFiles, "choose-one") }),
    measure: (ctx, { objectId }) => measureLetters(ctx, objectId),
    async open(ctx, { objectId, choice }, { ticket, mark, locale }) {
      const { fileName, bytes } = await readLetterFile(ctx, { batchId: objectId, file: choice.file }, ticket);
      return choice.file === "pdf" ? { fileName, contentType: "application/pdf", bytes: markPdf(bytes, ticket.mark) } : { fileName, contentType: CSV, bytes: markTable(textOf(bytes), mark, locale) };
    },
  },
  payments: {
    rule: mayExportPayments,
    second: maySecondPayments,
    choice: z.object({ format: exportForm }),
    measure: (ctx, { objectId, choice }) => measureBatch(ctx, { batchId: objectId, format: choice.format }),
    async open(ctx, { objectId, choice }, { ticket }) {
      const { fileName, contentType, bytes } = await exportBatch(ctx, { batchId: objectId, format: choice.format }, ticket);
      return { fileName, contentType, bytes: Readable.from([bytes]) };
    },
  },
  audit: {
    rule: mayExportAudit,
    second: maySecondExports,
    choice: auditTime,
    async measure(ctx, { objectId, choice }) {
      if (objectId !== LOG) throw new NotFound("export");
      return { people: await measureRange(ctx, momentsOf(choice)), incidentId: null };
    },
    async open(ctx, { choice }, { ticket }) {
      return { fileName: "audit-range.jsonl", contentType: "application/jsonl; charset=utf-8", bytes: await exportRange(ctx, momentsOf(choice), ticket) };
    },
  },
};
