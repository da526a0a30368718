import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { retentionClasses } from "@/db/values/retention";

/** Thirty years in months, ten in days: more is a slip of the hand. */
const MOST = { months: 360, days: 3650 } as const;
const count = z.int().min(1);

const periodSchema = z
  .strictObject({
    unit: z.enum(["days", "months"]),
    keep: count,
    least: count.default(1),
    /** Days. */
    notice: count.max(365).optional(),
    from: z.enum(["made", "imported", "answered", "programme-closed", "claim-ended", "paid", "incident-closed"]),
    ground: z.strictObject({ ko: z.string().min(1), en: z.string().min(1) }),
  })
  .refine(({ unit, keep, least }) => keep >= least && keep <= MOST[unit], "a period below what the law allows, or beyond all measure")
  .refine(({ unit, least }) => unit === "months" || least === 1, "laws reckon in months and years");
export type RetentionPeriod = z.infer<typeof periodSchema>;

const periodsFile = z.strictObject({ classes: z.record(z.enum(retentionClasses), periodSchema), reports: z.strictObject({ unit: z.enum(["days", "months"]), keep: count.max(360), ground: z.strictObject({ ko: z.string().min(1), en: z.string().min(1) }) }) });

const FILE = path.join(process.cwd(), "content", "retention", "periods.yaml");
let read: z.infer<typeof periodsFile> | undefined;

/** How long each class of record is kept where nobody decided otherwise, read once per process. @throws {Error} where the file says something that cannot be */
export function loadRetentionPeriods(): Record<(typeof retentionClasses)[number], RetentionPeriod> {
  return loadFile().classes;
}

/** How long reports of fakes are kept, which belong to no incident. @throws {Error} where the file says something that cannot be */
export function loadReportPeriod(): Pick<RetentionPeriod, "keep" | "unit"> {
  return loadFile().reports;
}

function loadFile(): z.infer<typeof periodsFile> {
  return (read ??= readRetentionPeriods(readFileSync(FILE, "utf8")));
}

/** The longest that a class may be kept. */
export function mostOf({ unit }: Pick<RetentionPeriod, "unit">): number {
  return MOST[unit];
}

function readRetentionPeriods(content: string) {
  const result = periodsFile.safeParse(parse(content, { prettyErrors: true }));
  if (!result.success) throw new Error(`content/retention/periods.yaml:\n${z.prettifyError(result.error)}`);
  return result.data;
}
