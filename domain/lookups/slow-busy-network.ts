import { setTimeout as pause } from "node:timers/promises";
import type { Context } from "../kernel/context";
import { countUse } from "./count-use";
import { networkPause } from "./rules";

/** Slow a busy network's answers down. Nothing is held meanwhile. */
export async function slowBusyNetwork(ctx: Context, network: string | null): Promise<void> {
  if (network === null) return;
  const { uses } = await countUse(ctx, `network|${network}`, 60);
  const wait = networkPause(uses);
  if (wait > 0) await pause(wait);
}
