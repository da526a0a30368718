import { randomInt } from "node:crypto";
import { sql, type SQL } from "drizzle-orm";
import { subjects } from "@/db/schema/exposure";
import type { Transaction } from "@/db/client";

const WINDOWS = 100;
const WIDTH = 200;

/** Stretches of an incident's numbers, each {@link WIDTH} long, at random; all of them where there are no more than these. Null when nobody is there. */
export interface Stretches {
  from: bigint[];
  whole: boolean;
  lowest: bigint;
  highest: bigint;
}

/** Choose where to look. Numbers are given out without regard to what leaked, so people of random stretches are a fair sample. */
export async function chooseStretches(tx: Transaction, incidentId: string): Promise<Stretches | null> {
  const { rows } = await tx.execute<{ lowest: string | null; highest: string | null }>(sql`select min(subject_id) as lowest, max(subject_id) as highest from subjects where incident_id = ${incidentId} and subject_id > 0`);
  const [row] = rows;
  if (!row?.lowest || !row.highest) return null;
  const [lowest, highest] = [BigInt(row.lowest), BigInt(row.highest)];
  const stretches = Number((highest - lowest) / BigInt(WIDTH)) + 1;
  const whole = stretches <= WINDOWS;
  const chosen = whole ? Array.from({ length: stretches }, (_, i) => i) : [...new Set(Array.from({ length: WINDOWS }, () => randomInt(stretches)))];
  return { from: chosen.map((i) => lowest + BigInt(i * WIDTH)), whole, lowest, highest };
}

/** The rows of those stretches that fit a condition on `subjects`, to select from. Asked row by row: a plan that reads a whole table for a few thousand people would be no look. */
export function within({ from }: Stretches, incidentId: string, condition: SQL): SQL {
  return sql`unnest(${sql.param(`{${from.join(",")}}`)}::bigint[]) as stretch (lowest) cross join lateral (
    select * from ${subjects} where ${subjects.incidentId} = ${incidentId} and ${subjects.subjectId} >= stretch.lowest and ${subjects.subjectId} < stretch.lowest + ${WIDTH} and ${condition}) as found`;
}

/** For the rest of the transaction plan for few rows and give up after so many milliseconds. */
export async function lookBriefly(tx: Transaction, milliseconds: number): Promise<void> {
  await tx.execute(sql`select set_config('statement_timeout', ${String(milliseconds)}, true), set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true), set_config('enable_seqscan', 'off', true)`);
}

/** Whether a statement was ended by its own time limit. */
export function tookTooLong(error: unknown): boolean {
  const { cause, code } = error as { cause?: { code?: string }; code?: string };
  return (cause?.code ?? code) === "57014";
}
