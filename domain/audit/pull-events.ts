import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { pullInput } from "./input";
import { readNumbered } from "./log/read-numbered";
import { mayPullAudit } from "./policy";
import { recordAudit } from "./record-audit";
import type { PulledEvent } from "./types";

const PULL = "audit.pull";

export interface Pulled {
  events: PulledEvent[];
  /** The number after which the next pull goes on. */
  after: number;
}

/**
 * Read the numbered events after a number, in their order, for a program that keeps a copy. Without reasons and details: they are the words of staff, and a copy elsewhere is out of reach of whoever would look for a name in
 * them. The pull is an event itself, but not one that found nothing but pulls: two programs that ask all the time would otherwise write without end about each other. @throws {Forbidden} @throws {Invalid}
 */
export async function pullEvents(ctx: Context, raw: unknown, tokenId: string): Promise<Pulled> {
  authorise(ctx, mayPullAudit);
  const { after, limit } = parseInput(pullInput, raw);
  return withTransaction(ctx, async (tx) => {
    const rows = await readNumbered(tx, after + 1, after + 1 + limit);
    const last = rows.at(-1)?.seq ?? after;
    if (rows.some(({ action }) => action !== PULL)) {
      await recordAudit(tx, ctx, { action: PULL, object: { kind: "audit-log", id: null }, details: { token: tokenId, after, until: last, events: rows.length } });
    }
    const events = rows.map(({ seq, id, at, actorKind, actorId, action, objectKind, objectId, incidentId, requestId }) => ({ seq, id, at, actorKind, actorId, action, objectKind, objectId, incidentId, requestId }));
    return { events, after: last };
  });
}
