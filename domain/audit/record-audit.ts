import { sql, type SQL } from "drizzle-orm";
import { auditSubjects } from "@/db/schema/audit";
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
  if (rows.length > 0) await tx.execute(insertion(rows));
}

/** The same for a look at people's records. The caller gives a transaction: event and numbers stand together or not at all. */
export async function recordSubjectLook(tx: Transaction, ctx: Context, { subjects, ...event }: LookRecord): Promise<void> {
  const { incidentId } = event;
  if (subjects.length === 0 || incidentId === null) return recordAudit(tx, ctx, event);
  const details = { ...event.details, subjectIds: subjects.map(String) };
  const { rows: [row] } = await tx.execute<{ id: string }>(sql`${insertion([toRow(ctx, { ...event, details })])} returning id`);
  if (!row) throw new Error("no event was written");
  await tx.insert(auditSubjects).values([...new Set(subjects)].map((subjectId) => ({ incidentId, subjectId, eventId: row.id })));
}

/** The database gives each its id, time and transaction, and lets nobody who writes one say these: the statement must not name them, as one that Drizzle makes of a table would. */
function insertion(rows: readonly SQL[]): SQL {
  return sql`insert into audit_events (actor_kind, actor_id, action, object_kind, object_id, incident_id, reason, details, request_id) values ${sql.join([...rows], sql`, `)}`;
}

function toRow(ctx: Context, { action, object, incidentId = null, reason = null, details = {} }: AuditRecord): SQL {
  return sql`(${ctx.actor.kind}, ${actorId(ctx.actor)}, ${action}, ${object.kind}, ${object.id}, ${incidentId}, ${reason}, ${JSON.stringify(details)}, ${ctx.requestId})`;
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
