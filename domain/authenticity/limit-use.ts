import type { Context } from "../kernel/context";
import { TooMany } from "../kernel/errors";
import { countUse } from "../lookups/count-use";
import { slowBusyNetwork } from "../lookups/slow-busy-network";
import type { Asker } from "../lookups/types";
import { CHECKS_AN_HOUR, REPORTS_AN_HOUR } from "./rules";

/** Count one use by whoever asks, as lookups do: a browser has a budget, a busy network waits. @throws {TooMany} */
export async function limitUse(ctx: Context, what: "check" | "report", asker: Asker): Promise<void> {
  await slowBusyNetwork(ctx, asker.network);
  const { uses, secondsLeft } = await countUse(ctx, `authenticity-${what}|${asker.browser}`, 3600);
  if (uses > (what === "check" ? CHECKS_AN_HOUR : REPORTS_AN_HOUR)) throw new TooMany("verify-budget", secondsLeft);
}
