import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { roles } from "@/db/values/roles";

/** Ten years: more is a slip of the hand. */
const days = z.int().min(1).max(3650);

const periodsFile = z
  .strictObject({
    grants: z.record(z.enum(roles), days),
    remind: days,
    idle: days,
    unused: days,
    warn: z.strictObject({ idle: days, unused: days }),
    campaign: z.strictObject({ answer: days, remind: z.array(days).max(5) }).refine(({ answer, remind }) => remind.every((day) => day < answer), "a reminder that comes after the end"),
  })
  .refine(({ idle, unused, warn }) => warn.idle < idle && warn.unused < unused, "a warning that comes before anybody was away");
export type AccessPeriods = z.infer<typeof periodsFile>;

const FILE = path.join(process.cwd(), "content", "access-review", "periods.yaml");
let read: AccessPeriods | undefined;

/** How long roles last and how soon access that nobody uses ends, read once per process. @throws {Error} where the file says something that cannot be */
export function loadAccessPeriods(): AccessPeriods {
  read ??= readAccessPeriods(readFileSync(FILE, "utf8"));
  return read;
}

function readAccessPeriods(content: string): AccessPeriods {
  const result = periodsFile.safeParse(parse(content, { prettyErrors: true }));
  if (!result.success) throw new Error(`content/access-review/periods.yaml:\n${z.prettifyError(result.error)}`);
  return result.data;
}
