import { and, desc, eq, inArray, sql } from "drizzle-orm";
import { subjects } from "@/db/schema/exposure";
import { purposeOf } from "@/db/values/look-purposes";
import type { Role } from "@/db/values/roles";
import { listRecordsOfContact } from "../exposure/subject-records";
import { requireSubject, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { ownLooksInput } from "./input";
import type { OwnLook, OwnLooks } from "./types";

const PAGE = 50;

/**
 * List who of the staff looked at the records of the proven contact, the newest first, a page at a time: in which role, when, in which act and for which of the purposes that they chose from. Never who, and never the reason that they typed: it is
 * written for colleagues and may speak of others. It is read from the audit log, of the incident of the proof and no other, by the numbers of the records. Null while no dataset is published. @throws {SignedOut}
 */
export async function listOwnLooks(ctx: Context, raw: unknown): Promise<OwnLooks | null> {
  const actor = requireSubject(ctx);
  const { before } = parseInput(ownLooksInput, raw);
  const found = await listRecordsOfContact(ctx, actor.incidentId, actor.contactKind, actor.contactIndex);
  if (!found) return null;
  const ids = found.records.map(({ subjectId }) => subjectId);
  if (ids.length === 0) return { records: 0, timeZone: null, looks: [], next: null };
  const [zone] = await ctx.db.select({ name: subjects.timeZone }).from(subjects).where(and(eq(subjects.incidentId, actor.incidentId), inArray(subjects.subjectId, ids))).orderBy(desc(subjects.fromVersion), subjects.subjectId).limit(1);
  // Each record's own newest page, so that the index gives them in order and none is read to its end; a look at two of them is one.
  const { rows } = await ctx.db.execute<{ id: string; at: number; action: string; role: Role | null; purpose: string | null }>(sql`
    select distinct on (l.id) l.id, l.at, l.action, l.role, l.purpose
    from unnest(${sql.param(ids.map(String))}::bigint[]) as mine(subject_id)
    cross join lateral (
      select e.id, floor(extract(epoch from e.at) * 1000)::float8 as at, e.action, e.details ->> 'role' as role, e.details ->> 'purpose' as purpose
      from audit_subjects s join audit_events e on e.id = s.event_id
      where s.incident_id = ${actor.incidentId} and s.subject_id = mine.subject_id and e.actor_kind = 'staff' ${before === undefined ? sql`` : sql`and s.event_id < ${before}::uuid`}
      order by s.event_id desc limit ${PAGE + 1}) l
    order by l.id desc limit ${PAGE + 1}`);
  const looks = rows.slice(0, PAGE).map(({ at, purpose, ...row }): OwnLook => ({ ...row, at: new Date(at), purpose: purposeOf(row.action, purpose) }));
  return { records: ids.length, timeZone: zone?.name ?? null, looks, next: rows.length > PAGE ? (looks.at(-1)?.id ?? null) : null };
}
