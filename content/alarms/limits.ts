import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "yaml";
import { z } from "zod";

const count = z.int().positive();
const several = z.int().min(2);
const measure = z.strictObject({ floor: count, perMinute: count });
const ofDay = z.strictObject({ floor: count, newcomer: count });
const asked = z.strictObject({ rows: count, asked: count });

const limitsFile = z.strictObject({
  history: z.strictObject({ days: count, least: count, score: z.number().positive() }),
  again: z.strictObject({ minutes: count }),
  reads: z.strictObject({ pages: measure, looks: measure, day: z.strictObject({ pages: ofDay, looks: ofDay, days: count, least: count }) }),
  enumeration: z.strictObject({ network: z.strictObject({ floor: count, days: count }), incident: z.strictObject({ floor: count }) }),
  "wrong-codes": z.strictObject({ network: z.strictObject({ floor: count, days: count }), installation: z.strictObject({ floor: count, share: z.number().positive() }) }),
  "new-network": z.strictObject({ days: count }),
  "off-hours-export": z.strictObject({ behind: count }),
  travel: z.strictObject({ kilometres: count, speed: count }),
  spray: z.strictObject({
    network: z.strictObject({ accounts: several, day: z.strictObject({ members: several, accounts: several }) }),
    installation: z.strictObject({ accounts: several, networks: several, many: several }),
  }),
  reveals: z.strictObject({ warn: count, stop: count, further: z.strictObject({ people: count, times: count }), zone: z.string().refine((name) => isZone(name), "no time zone") }),
  rows: z.strictObject({ answer: z.strictObject({ portal: count, console: count }), most: count }),
  "provider-silent": z.strictObject({ hours: count }),
  "sql-reads": asked.extend({ day: asked }),
  unjudged: z.strictObject({ seconds: count }),
  "audit-gap": z.strictObject({ number: count, seal: count, outside: count }),
});

function isZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch {
    return false;
  }
}

export type AlarmLimits = z.infer<typeof limitsFile>;

const FILE = path.join(process.cwd(), "content", "alarms", "limits.yaml");
let read: AlarmLimits | undefined;

/** From where on something is an alarm, read once per process. @throws {Error} where the file says something that cannot be */
export function loadAlarmLimits(): AlarmLimits {
  read ??= readAlarmLimits(readFileSync(FILE, "utf8"));
  return read;
}

function readAlarmLimits(content: string): AlarmLimits {
  const result = limitsFile.safeParse(parse(content, { prettyErrors: true }));
  if (!result.success) throw new Error(`content/alarms/limits.yaml:\n${z.prettifyError(result.error)}`);
  return result.data;
}
