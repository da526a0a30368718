import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";
import { clockKinds, type ClockKind } from "@/db/values/claim-clocks";
import { claimStates } from "@/db/values/claim-states";

const count = z.int().positive();
const span = z.union([z.strictObject({ businessDays: count }), z.strictObject({ businessHours: count }), z.strictObject({ days: count })]);
/** A stretch of time as an office counts it, or the calendar. */
export type Span = z.infer<typeof span>;

const states = z.array(z.enum(claimStates)).default([]);
const clock = z.strictObject({
  length: z.union([span, z.strictObject({ terms: z.literal("cureDays") })]),
  soon: span,
  starts: states,
  pauses: states,
  meets: states,
  /** Whether a claim can have it more than once. */
  rounds: z.boolean().default(false),
  /** Whether it is the claimant's time that runs, and not ours. */
  claimants: z.boolean().default(false),
});
export type ClockRule = z.infer<typeof clock>;
export type ClockRules = Record<ClockKind, ClockRule>;

const clocksFile = z.strictObject(Object.fromEntries(clockKinds.map((kind) => [kind, clock])) as Record<ClockKind, typeof clock>);

const FILE = path.join(process.cwd(), "content", "clocks", "clocks.yaml");
let read: ClockRules | undefined;

/** The clocks of a claim, read once per process. */
export function loadClockRules(): ClockRules {
  read ??= readClockRules(readFileSync(FILE, "utf8"));
  return read;
}

/** Read the clocks from the text of their file. A clock that no state meets would run for ever, and one that waits in a state that ends it never waits. @throws {Error} */
export function readClockRules(content: string): ClockRules {
  const result = clocksFile.safeParse(parse(content, { prettyErrors: true }));
  if (!result.success) throw new Error(`content/clocks/clocks.yaml:\n${z.prettifyError(result.error)}`);
  for (const [kind, { starts, pauses, meets }] of Object.entries(result.data)) {
    if (meets.length === 0) throw new Error(`content/clocks/clocks.yaml: nothing meets ${kind}`);
    const both = meets.find((state) => pauses.includes(state) || starts.includes(state));
    if (both) throw new Error(`content/clocks/clocks.yaml: ${kind} ends in ${both} and does not`);
  }
  return result.data;
}
