import { auditSequencer } from "@/db/schema/audit";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { pullInput } from "./input";
import { readNumbered, type NumberedEvent } from "./log/read-numbered";
import { mayPullAudit } from "./policy";
import { recordAudit } from "./record-audit";
import type { PulledEvent, RemovedEvent } from "./types";

const PULL = "audit.pull";

export interface Pulled {
  events: (PulledEvent | RemovedEvent)[];
  /** The number after which the next pull goes on. */
  after: number;
}

/**
 * Read the numbered events after a number, in their order, for a program that keeps a copy. Without reasons and details: they are the words of staff, and a copy elsewhere is out of reach of whoever would look for a name in
 * them. A number whose event is gone is told as removed, so that a hole does not look like the end of the log. The pull is an event itself, but not one that found nothing but pulls: two programs that ask all the time would otherwise write without end about each other. @throws {Forbidden} @throws {Invalid}
 */
export async function pullEvents(ctx: Context, raw: unknown, tokenId: string): Promise<Pulled> {
  authorise(ctx, mayPullAudit);
  const { after, limit } = parseInput(pullInput, raw);
  return withTransaction(ctx, async (tx) => {
    const [log] = await tx.select({ size: auditSequencer.size }).from(auditSequencer);
    const last = Math.max(after, Math.min(after + limit, (log?.size ?? 0) - 1));
    const rows = await readNumbered(tx, after + 1, last + 1);
    if (rows.length < last - after || rows.some(({ action }) => action !== PULL)) {
      await recordAudit(tx, ctx, { action: PULL, object: { kind: "audit-log", id: null }, details: { token: tokenId, after, until: last, events: rows.length } });
    }
    const there = new Map(rows.map((row) => [row.seq, row]));
    const events = Array.from({ length: last - after }, (_, i) => after + 1 + i).map((seq) => tell(seq, there.get(seq)));
    return { events, after: last };
  });
}

/** The name of a login is for those who sign in here; that somebody read by SQL, and what, is told. */
function tell(seq: number, event: NumberedEvent | undefined): PulledEvent | RemovedEvent {
  if (!event) return { seq, removed: true };
  const { id, at, actorKind, actorId, action, objectKind, objectId, incidentId, requestId } = event;
  return { seq, id, at, actorKind, actorId: action === "sql.read" ? null : actorId, action, objectKind, objectId, incidentId, requestId };
}
