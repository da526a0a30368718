import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { installationIndex } from "../../keys/sealed";
import { raiseAlarm } from "../raise-alarm";

/** From one network many accounts are tried, which is worse where somebody came in from there afterwards. The network is the alarm's object as a keyed trace. */
export async function raiseSpray(tx: Executor, ctx: Context, network: string, { occurrence, details }: { occurrence: string; details: { seconds: number; failed: number; accounts: number; entered: number } }): Promise<void> {
  const trace = (await installationIndex(ctx.keys, `alarm|network|${network}`)).value.toString("hex").slice(0, 24);
  await raiseAlarm(tx, ctx, { kind: "spray", severity: details.entered > 0 ? "critical" : "warning", object: { kind: "network", id: trace }, occurrence, details: { network, ...details } });
}
