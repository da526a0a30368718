import { getTranslations } from "next-intl/server";
import type { DryRunView } from "@/components/exposure/import-form";
import { formatCount } from "@/components/ui/text";
import { importFields, importModes, type ImportField, type ImportMode } from "@/db/values/import";
import type { Locale } from "@/db/values/locales";
import type { DryRun } from "@/domain/exposure/dry-run-import";
import { readHeaders, settleMapping } from "@/domain/exposure/files/import-file";
import { readUpload } from "@/domain/exposure/read-upload";
import type { Reject } from "@/domain/exposure/types";
import { readZonedTime } from "@/domain/incidents/zoned-time";
import { Invalid } from "@/domain/kernel/errors";
import type { StaffContext } from "@/domain/kernel/context";

export interface TypedImport {
  mapping: Record<string, ImportField>;
  mode: ImportMode;
  asOf: Date;
}

/**
 * Read what was said about an upload; the headers come from the file again, never from the form. For a dry run mode and moment may be open.
 * @throws {Invalid} with everything that is missing at once @throws {FileRefused}
 */
export async function readImportForm(ctx: StaffContext, uploadId: string, timeZone: string, input: Record<string, unknown>, dryRun: boolean): Promise<TypedImport> {
  const headers = await readHeaders(readUpload(ctx, uploadId));
  const fields: Record<string, string[]> = {};
  const mapping: Record<string, ImportField> = {};
  headers.forEach((header, i) => {
    const field = importFields.find((known) => known === input[`column-${i}`]);
    if (field) mapping[header] = field;
    else fields[`column-${i}`] = ["choose-one"];
  });
  const mode = importModes.find((known) => known === input.mode) ?? (dryRun ? "add" : undefined);
  const moment = readZonedTime(String(input.asOf), timeZone);
  const asOf = moment !== null ? new Date(moment) : (dryRun ? ctx.clock.now() : null);
  if (!mode) fields.mode = ["choose-one"];
  if (!asOf) fields.asOf = ["required"];
  if (!mode || !asOf || Object.keys(fields).length > 0) throw new Invalid(fields);
  settleMapping(headers, mapping);
  return { mapping, mode, asOf };
}

/** Put what a dry run found into words. */
export async function describeDryRun(locale: Locale, run: DryRun, first: Reject[]): Promise<DryRunView> {
  const t = await getTranslations({ locale, namespace: "exposure" });
  const words = await getTranslations({ locale, namespace: "import-defects" });
  const count = (of: number) => formatCount(of, locale);
  const figures = { rows: count(run.accepted + run.rejected), accepted: count(run.accepted), rejected: count(run.rejected) };
  const column = (reject: Reject) => reject.column ?? t("rejects.whole-row");
  return {
    title: t("dry.title"),
    summary: `${t(run.whole ? "dry.whole" : "dry.part", figures)}${run.rejected === 0 ? ` ${t("dry.good")}` : ""}`,
    heads: { reason: t("dry.defect"), rows: t("dry.rows"), fix: t("dry.fix"), examples: t("dry.examples"), line: t("rejects.line"), column: t("rejects.column"), preview: t("rejects.preview") },
    defects: run.defects.map(({ code, rows }) => ({ code, rows: count(rows), reason: words(`${code}.reason`), fix: words(`${code}.fix`) })),
    examples: first.map((reject, i) => ({ key: String(i), line: reject.line, column: column(reject), reason: words(`${reject.code}.reason`), preview: reject.preview })),
  };
}
