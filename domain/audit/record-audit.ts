import { auditEvents, auditSubjects } from "@/db/schema/audit";
import type { Transaction } from "@/db/client";
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

/** A look at people's records, or at somebody of whom there is none. They are named in the event's details and found again by their numbers, so that each can read who looked. */
export type LookRecord = AuditRecord & ({ incidentId: string; subjects: readonly bigint[] } | { incidentId: null; subjects: readonly [] });

/** Append one event in the caller's transaction, or one for each thing that a job does at once. If it cannot be written the act fails with it. */
export async function recordAudit(tx: Executor, ctx: Context, events: AuditRecord | readonly AuditRecord[]): Promise<void> {
  const rows = [events].flat().map((event) => toRow(ctx, event));
  if (rows.length > 0) await tx.insert(auditEvents).values(rows);
}

/** The same for a look at people's records. The caller gives a transaction: event and numbers stand together or not at all. */
export async function recordSubjectLook(tx: Transaction, ctx: Context, { subjects, ...event }: LookRecord): Promise<void> {
  const { incidentId } = event;
  if (subjects.length === 0 || incidentId === null) return recordAudit(tx, ctx, event);
  const details = { ...event.details, subjectIds: subjects.map(String) };
  const [row] = await tx.insert(auditEvents).values(toRow(ctx, { ...event, details })).returning({ id: auditEvents.id });
  if (!row) throw new Error("no event was written");
  await tx.insert(auditSubjects).values([...new Set(subjects)].map((subjectId) => ({ incidentId, subjectId, eventId: row.id })));
}

function toRow(ctx: Context, event: AuditRecord): typeof auditEvents.$inferInsert {
  return {
    actorKind: ctx.actor.kind,
    actorId: actorId(ctx.actor),
    action: event.action,
    objectKind: event.object.kind,
    objectId: event.object.id,
    incidentId: event.incidentId ?? null,
    reason: event.reason ?? null,
    details: event.details ?? {},
    requestId: ctx.requestId,
  };
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
