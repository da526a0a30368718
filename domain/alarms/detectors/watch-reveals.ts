import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { raiseAlarm } from "../raise-alarm";
import type { WatchedEvent } from "../read-stream";

/** Take up who has been shown as many people in a day as somebody should ask about, and, which is worse, who asked for more than anybody may be shown, and of each time that a second person let somebody see more. What counts and how much is the acts' own; their events say when. */
export async function watchReveals(tx: Executor, ctx: Context, events: readonly WatchedEvent[]): Promise<void> {
  for (const { id, action, actorId, objectId, details } of events) {
    // Each grant is an alarm of its own: one that joined another would be told to nobody.
    if (action === "reveals.grant" && objectId !== null) await raiseAlarm(tx, ctx, { kind: "break-glass", severity: "warning", object: { kind: "reveal-request", id: objectId }, occurrence: id, details: { of: details.of, people: details.people, by: actorId } });
    if (actorId === null || (action !== "reveals.come-to-limit" && action !== "reveals.exceed")) continue;
    await raiseAlarm(tx, ctx, { kind: "reveals", severity: action === "reveals.exceed" ? "critical" : "warning", object: { kind: "staff", id: actorId }, occurrence: id, details: { limit: details.limit } });
  }
}
