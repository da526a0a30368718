import type { Transaction } from "@/db/client";
import type { WatchedEvent } from "./read-stream";

/** Data that is not what was asked for, that breaks a rule of the schema, or that is too large: SQLSTATE classes (PostgreSQL, appendix A). */
const OF_DATA = /^(22|23|54)/;

/**
 * Let the detectors judge events, and return the numbers of those that cannot be judged. Who finds a way to write events must not blind the detectors by one that they stumble over: where a stretch of
 * events fails, each half is judged by itself, until the odd ones stand alone. What fails for another reason, such as a lost connection, is no event's fault, and is thrown.
 */
export async function judgeEvents(tx: Transaction, events: readonly WatchedEvent[], judge: (within: Transaction, events: readonly WatchedEvent[]) => Promise<void>): Promise<number[]> {
  try {
    await tx.transaction((within) => judge(within, events));
    return [];
  } catch (error) {
    if (!isOfData(error)) throw error;
    if (events.length <= 1) return events.map(({ seq }) => seq);
    const half = Math.ceil(events.length / 2);
    return [...(await judgeEvents(tx, events.slice(0, half), judge)), ...(await judgeEvents(tx, events.slice(half), judge))];
  }
}

function isOfData(error: unknown): boolean {
  if (error instanceof RangeError || error instanceof TypeError) return true;
  const { code } = (error instanceof Error && error.cause instanceof Error ? error.cause : error) as { code?: unknown };
  return typeof code === "string" && OF_DATA.test(code);
}
