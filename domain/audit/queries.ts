import { and, desc, eq, gte, lt, sql, type SQL } from "drizzle-orm";
import { auditCheckpoints, auditEvents, auditLeaves, auditSubjects } from "@/db/schema/audit";
import { authorise, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { requireUuid } from "../kernel/ids";
import { withTransaction, type Executor } from "../kernel/transaction";
import type { AuditFilter, TimelineFilter } from "./input";
import { mayReadAudit } from "./policy";
import { recordAudit } from "./record-audit";
import { firstIdAt } from "./rules";
import type { AuditEvent, ProvenAuditEvent } from "./types";

const PAGE = 100;

const { id, at, actorKind, actorId, action, objectKind, objectId, incidentId, reason, details, requestId } = auditEvents;
const shown = { id, at, actorKind, actorId, action, objectKind, objectId, incidentId, reason, details, requestId };

interface Found {
  events: AuditEvent[];
  next: string | null;
}

function page(rows: AuditEvent[]): Found {
  return { events: rows.slice(0, PAGE), next: rows.length > PAGE ? (rows[PAGE - 1]?.id ?? null) : null };
}

function read(tx: Executor, where: SQL | undefined, before: string | undefined): Promise<AuditEvent[]> {
  return tx
    .select(shown)
    .from(auditEvents)
    .where(and(where, before ? lt(id, sql`${before}::uuid`) : undefined))
    .orderBy(desc(id))
    .limit(PAGE + 1);
}

/** Within a stretch of time: by the ids of these moments, which the index knows, and exactly by the moments. */
function within({ from, until }: Pick<AuditFilter, "from" | "until">): SQL | undefined {
  return and(
    from && and(gte(id, sql`${firstIdAt(from, -1)}::uuid`), gte(at, from)),
    until && and(lt(id, sql`${firstIdAt(until, 1)}::uuid`), lt(at, until)),
  );
}

/**
 * Find the events that fit, the newest first, a page at a time; `next` continues with the older ones. Nothing is counted: a log of years has hundreds of millions. The search is an event itself, which
 * names what was searched by; an id is written down, and what somebody typed is not, because it may be a person's address. @throws {Forbidden}
 */
export async function searchEvents(ctx: Context, filter: AuditFilter): Promise<Found> {
  authorise(ctx, mayReadAudit);
  return withTransaction(ctx, async (tx) => {
    const rows = await read(
      tx,
      and(
        filter.actor ? eq(actorId, filter.actor) : undefined,
        filter.kind ? eq(objectKind, filter.kind) : undefined,
        filter.object ? eq(objectId, filter.object) : undefined,
        filter.action ? eq(action, filter.action) : undefined,
        filter.request ? eq(requestId, filter.request) : undefined,
        within(filter),
      ),
      filter.before,
    );
    const by = (["actor", "kind", "object", "action", "request", "from", "until"] as const).filter((name) => filter[name] !== undefined);
    await recordAudit(tx, ctx, { action: "audit.search", object: { kind: "audit-log", id: null }, details: { by, ...(filter.actor && { actor: filter.actor }), ...(filter.kind && { kind: filter.kind }), ...(filter.action && { action: filter.action }) } });
    return page(rows);
  });
}

/** Looks at one record, by its number, which the index gives in order. */
function readLooks(tx: Executor, { incident, subject }: { incident: string; subject: bigint }, before: string | undefined): Promise<AuditEvent[]> {
  return tx
    .select(shown)
    .from(auditSubjects)
    .innerJoin(auditEvents, eq(id, auditSubjects.eventId))
    .where(and(eq(auditSubjects.incidentId, incident), eq(auditSubjects.subjectId, subject), before ? lt(auditSubjects.eventId, sql`${before}::uuid`) : undefined))
    .orderBy(desc(auditSubjects.eventId))
    .limit(PAGE + 1);
}

/** What happened around a member of staff, who looked at one affected person's record, or what happened to one thing, the newest first, a page at a time. It is an event itself, which keeps of a person the number of their record alone. @throws {Forbidden} */
export async function readTimeline(ctx: Context, filter: TimelineFilter): Promise<Found> {
  authorise(ctx, mayReadAudit);
  const details = { page: filter.before ? "older" : "newest" };
  return withTransaction(ctx, async (tx) => {
    if ("subject" in filter) {
      const looks = await readLooks(tx, filter, filter.before);
      await recordAudit(tx, ctx, { action: "audit.read-timeline", object: { kind: "subject", id: filter.subject.toString() }, incidentId: filter.incident, details });
      return page(looks);
    }
    const of = "person" in filter ? { kind: "staff", id: filter.person } : { kind: filter.kind, id: filter.object };
    const onIt = await read(tx, and(eq(objectKind, of.kind), eq(objectId, of.id)), filter.before);
    const byThem = "person" in filter ? await read(tx, eq(actorId, filter.person), filter.before) : [];
    await recordAudit(tx, ctx, { action: "audit.read-timeline", object: "person" in filter ? of : { kind: of.kind, id: null }, details });
    // What somebody does to their own access is both.
    const all = new Map([...onIt, ...byThem].map((event) => [event.id, event]));
    return page([...all.values()].sort((a, b) => (a.id < b.id ? 1 : -1)).slice(0, PAGE + 1));
  });
}

/** One event, with its number and the first checkpoint that covers it, where there is one. It is an event itself. @throws {Forbidden} @throws {NotFound} */
export async function getEvent(ctx: Context, eventId: string): Promise<ProvenAuditEvent> {
  authorise(ctx, mayReadAudit);
  requireUuid(eventId, "audit-event");
  return withTransaction(ctx, async (tx) => {
    const [event] = await tx.select(shown).from(auditEvents).where(eq(id, eventId));
    if (!event) throw new NotFound("audit-event");
    const [leaf] = await tx.select({ seq: auditLeaves.seq, hash: auditLeaves.leafHash }).from(auditLeaves).where(eq(auditLeaves.eventId, eventId));
    const [checkpoint] = leaf ? await tx.select({ size: auditCheckpoints.size, at: auditCheckpoints.at }).from(auditCheckpoints).where(sql`${auditCheckpoints.size} > ${leaf.seq}`).orderBy(auditCheckpoints.size).limit(1) : [];
    await recordAudit(tx, ctx, { action: "audit.read-event", object: { kind: "audit-event", id: eventId } });
    return { ...event, seq: leaf?.seq ?? null, leafHash: leaf?.hash.toString("hex") ?? null, checkpoint: checkpoint ?? null };
  });
}
