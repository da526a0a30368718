import { and, desc, eq, lt, sql } from "drizzle-orm";
import { z } from "zod";
import { auditEvents } from "@/db/schema/audit";
import { authorise, type Context } from "../kernel/context";
import { mayReadAudit } from "./policy";

const PAGE = 100;

/** Filters as they stand in the URL; what cannot be read is dropped. */
export const auditFilter = z.object({
  actor: z.uuid().optional().catch(undefined),
  kind: z.string().max(40).optional().catch(undefined),
  object: z.string().max(200).optional().catch(undefined),
  action: z.string().max(80).optional().catch(undefined),
  before: z.uuid().optional().catch(undefined),
});
export type AuditFilter = z.output<typeof auditFilter>;

export interface AuditEvent {
  id: string;
  at: Date;
  actorKind: string;
  actorId: string | null;
  action: string;
  objectKind: string;
  objectId: string | null;
  reason: string | null;
  details: Record<string, unknown>;
}

/** Read the newest events that fit, a page at a time; `next` continues with the older ones. @throws {Forbidden} */
export async function listAuditEvents(ctx: Context, filter: AuditFilter): Promise<{ events: AuditEvent[]; next: string | null }> {
  authorise(ctx, mayReadAudit);
  const { id, at, actorKind, actorId, action, objectKind, objectId, reason, details } = auditEvents;
  const rows = await ctx.db
    .select({ id, at, actorKind, actorId, action, objectKind, objectId, reason, details })
    .from(auditEvents)
    .where(
      and(
        filter.actor ? eq(actorId, filter.actor) : undefined,
        filter.kind ? eq(objectKind, filter.kind) : undefined,
        filter.object ? eq(objectId, filter.object) : undefined,
        filter.action ? eq(action, filter.action) : undefined,
        filter.before ? lt(id, sql`${filter.before}::uuid`) : undefined,
      ),
    )
    .orderBy(desc(id))
    .limit(PAGE + 1);
  const events = rows.slice(0, PAGE);
  return { events, next: rows.length > PAGE ? (events.at(-1)?.id ?? null) : null };
}
