import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { exportKinds } from "@/db/values/exports";

const count = z.int().positive();
const limitsFile = z.strictObject({
  alone: z.record(z.enum(exportKinds), count),
  answer: z.strictObject({ days: count }),
  file: z.strictObject({ hours: count, times: count }),
});

export type ExportLimits = z.infer<typeof limitsFile>;

const FILE = path.join(process.cwd(), "content", "exports", "limits.yaml");
let read: ExportLimits | undefined;

/** Above how many people an export takes two, and how long its file may be taken out; read once per process. @throws {Error} where the file says something that cannot be */
export function loadExportLimits(): ExportLimits {
  read ??= readExportLimits(readFileSync(FILE, "utf8"));
  return read;
}

function readExportLimits(content: string): ExportLimits {
  const result = limitsFile.safeParse(parse(content, { prettyErrors: true }));
  if (!result.success) throw new Error(`content/exports/limits.yaml:\n${z.prettifyError(result.error)}`);
  return result.data;
}
