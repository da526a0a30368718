import { auditEvents } from "@/db/schema/audit";
import type { Actor, Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";

export interface AuditRecord {
  /** `noun.verb`, e.g. `wave.approve`. */
  action: `${string}.${string}`;
  object: { kind: string; id: string | null };
  incidentId?: string | null;
  /** Why, in the words of the person who acted; asked for where data is revealed or an act cannot be undone. */
  reason?: string | null;
  /** Ids, counts and names of changed fields. Never a person's data: that would outlive its erasure. */
  details?: Record<string, unknown>;
}

/** Append one event in the caller's transaction. If it cannot be written the act fails with it. */
export async function recordAudit(tx: Executor, ctx: Context, event: AuditRecord): Promise<void> {
  await tx.insert(auditEvents).values({
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    action: event.action,
    objectKind: event.object.kind,
    objectId: event.object.id,
    incidentId: event.incidentId ?? null,
    reason: event.reason ?? null,
    details: event.details ?? {},
    requestId: ctx.requestId,
  });
}

function actorId(actor: Actor): string | null {
  switch (actor.kind) {
    case "staff":
      return actor.staffId;
    case "subject":
      return actor.sessionId;
    case "system":
      return actor.job;
    default:
      return null;
  }
}
