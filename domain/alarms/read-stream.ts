import { sql } from "drizzle-orm";
import type { AuditEvent } from "../audit/types";
import type { Executor } from "../kernel/transaction";

/** An audit event as the detectors see it, with its number. Whoever wrote it: nothing of it is sure to be what its act would write. */
export type WatchedEvent = Omit<AuditEvent, "reason" | "requestId"> & { seq: number };

/** Since when the session is that a sign-in began. */
export function sessionSince({ at, details: { since } }: WatchedEvent): string {
  return typeof since === "string" ? since : at.toISOString();
}

const MOST = 5_000;

/**
 * The next audit events by their number, and up to where they reach. Numbers have no gap and are given after the commit, so that none is passed over and none comes twice. `removed` are the numbers
 * whose event is gone: somebody took it from among the events, and its number tells of it.
 */
export async function readStream(tx: Executor, from: number): Promise<{ events: WatchedEvent[]; removed: number[]; until: number }> {
  const { rows } = await tx.execute<Omit<WatchedEvent, "at"> & { at: string; there: boolean }>(sql`
    select l.seq::float8 as seq, e.id is not null as there, e.id, e.at::text as at, e.actor_kind as "actorKind", e.actor_id as "actorId", e.action, e.object_kind as "objectKind", e.object_id as "objectId", e.incident_id as "incidentId", e.details
    from audit_leaves l left join audit_events e on e.id = l.event_id where l.seq >= ${from} order by l.seq limit ${MOST}`);
  const last = rows.at(-1);
  const removed = rows.filter(({ there }) => !there).map(({ seq }) => seq);
  return { events: rows.filter(({ there }) => there).map((row) => ({ ...row, at: new Date(row.at) })), removed, until: last ? last.seq + 1 : from };
}
