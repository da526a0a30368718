import { and, asc, desc, eq, inArray, isNotNull, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { incidentDataClasses, incidentRevisions, incidents } from "@/db/schema/incidents";
import { currentValuesOf, lastApprovalOf, listFacts, toFactValues } from "../facts/queries";
import type { FactPlace } from "../facts/types";
import { authorise, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { requireUuid, type IncidentId } from "../kernel/ids";
import type { Executor } from "../kernel/transaction";
import { mayReadIncidents } from "./policy";
import { factPlacesIn, fillRevision } from "./revision-texts";
import { noticeDue } from "./rules";
import { revisionContent, type IncidentDataClass, type IncidentSummary, type PublishedIncident, type Revision, type RevisionContent, type RevisionSummary, type StaffIncident } from "./types";

const classesOf = sql<IncidentDataClass[]>`coalesce((
  select json_agg(json_build_object('bit', c.bit, 'slug', c.slug) order by c.bit) from ${incidentDataClasses} c where c.incident_id = ${incidents.id}), '[]')`;

/** Read an incident as the public sees it, in one query; null while nothing of it is published. Public words, so there is no gate here. */
export async function getPublishedIncident(db: Executor, slug: string): Promise<PublishedIncident | null> {
  const [row] = await publishedRows(db).where(and(eq(incidents.slug, slug), isNull(incidents.closedAt)));
  return row ? toPublished(row) : null;
}

/** Whether an incident was public once and is over: its address says so to whoever still has it. */
export async function hasEnded(db: Executor, slug: string): Promise<boolean> {
  const [row] = await db.select({ id: incidents.id }).from(incidents).where(and(eq(incidents.slug, slug), isNotNull(incidents.closedAt), isNotNull(incidents.publishedRevision)));
  return row !== undefined;
}

/** The same by id, for mails and sessions that know only the id. */
export async function findPublishedIncident(db: Executor, incidentId: string): Promise<PublishedIncident | null> {
  const [row] = await publishedRows(db).where(eq(incidents.id, incidentId));
  return row ? toPublished(row) : null;
}

/** All incidents that the public sees, the one that was opened last at the head. */
export async function listPublishedIncidents(db: Executor): Promise<PublishedIncident[]> {
  const rows = await publishedRows(db).where(isNull(incidents.closedAt)).orderBy(desc(incidents.createdAt), asc(incidents.slug));
  return rows.map(toPublished);
}

function publishedRows(db: Executor) {
  return db
    .select({ id: incidents.id, slug: incidents.slug, publishedVersion: incidents.publishedVersion, revision: incidentRevisions.number, publishedAt: incidentRevisions.publishedAt, content: incidentRevisions.content, classes: classesOf, values: currentValuesOf(incidents.id), factsChangedAt: lastApprovalOf(incidents.id) })
    .from(incidents)
    .innerJoin(incidentRevisions, and(eq(incidentRevisions.incidentId, incidents.id), eq(incidentRevisions.number, incidents.publishedRevision)));
}

function toPublished({ values, factsChangedAt, ...row }: Awaited<ReturnType<typeof publishedRows>>[number]): PublishedIncident {
  if (!row.publishedAt) throw new Error("a published revision has no time of publication");
  return { ...row, id: row.id as IncidentId, publishedAt: row.publishedAt, changedAt: new Date(Math.max(row.publishedAt.getTime(), factsChangedAt ?? 0)), content: fillRevision(revisionContent.parse(row.content), toFactValues(values)) };
}

/** Read an incident with its published words and its open draft. @throws {NotFound} @throws {Forbidden} */
export async function getIncidentForStaff(ctx: Context, id: string): Promise<StaffIncident> {
  authorise(ctx, mayReadIncidents);
  const [row] = await ctx.db.select({ id: incidents.id, slug: incidents.slug, publishedVersion: incidents.publishedVersion, publishedRevision: incidents.publishedRevision, classes: classesOf }).from(incidents).where(eq(incidents.id, requireUuid(id, "incident")));
  if (!row) throw new NotFound("incident");
  const revisions = await ctx.db
    .select()
    .from(incidentRevisions)
    .where(and(eq(incidentRevisions.incidentId, row.id), sql`(${incidentRevisions.number} = ${row.publishedRevision} or ${inArray(incidentRevisions.state, ["draft", "in-review"])})`));
  const read = revisions.map(toRevision);
  return {
    id: row.id as IncidentId,
    slug: row.slug,
    publishedVersion: row.publishedVersion,
    published: read.find((revision) => revision.number === row.publishedRevision) ?? null,
    open: read.find((revision) => revision.state === "draft" || revision.state === "in-review") ?? null,
    classes: row.classes,
  };
}

const newest = alias(incidentRevisions, "newest");

/** List every incident with the state of its words and its clock, newest first. @throws {Forbidden} */
export async function listIncidents(ctx: Context): Promise<IncidentSummary[]> {
  authorise(ctx, mayReadIncidents);
  const rows = await ctx.db
    .select({ id: incidents.id, slug: incidents.slug, publishedVersion: incidents.publishedVersion, publishedRevision: incidents.publishedRevision, state: newest.state, content: newest.content, values: currentValuesOf(incidents.id) })
    .from(incidents)
    .innerJoin(newest, eq(newest.incidentId, incidents.id))
    .where(sql`${incidents.erasedAt} is null and ${newest.number} = (select max(r.number) from ${incidentRevisions} r where r.incident_id = ${incidents.id})`)
    .orderBy(desc(incidents.createdAt), asc(incidents.slug));
  return rows.map(({ state, content: raw, values, ...row }) => {
    const content = fillRevision(revisionContent.parse(raw), toFactValues(values));
    const knewLeak = content.knewLeak ? new Date(content.knewLeak) : null;
    return {
      ...row,
      id: row.id as IncidentId,
      organisation: content.organisation,
      title: content.title,
      openState: state === "draft" || state === "in-review" ? state : null,
      knewLeak,
      noticeDue: knewLeak && noticeDue(knewLeak),
      timeZone: content.timeZone,
    };
  });
}

/** List an incident's revisions without their words, the newest first. @throws {Forbidden} */
export async function listIncidentRevisions(ctx: Context, incidentId: string): Promise<RevisionSummary[]> {
  authorise(ctx, mayReadIncidents);
  const { number, state, edit, editedBy, publishedBy, updatedAt, publishedAt } = incidentRevisions;
  return ctx.db.select({ number, state, edit, editedBy, publishedBy, updatedAt, publishedAt }).from(incidentRevisions).where(eq(incidentRevisions.incidentId, incidentId)).orderBy(desc(number));
}

/** List where the incident's page says facts: in the words that the public sees, and in those that are being worked on. @throws {Forbidden} @throws {NotFound} */
export async function whereFactsAreSaid(ctx: Context, incidentId: string): Promise<FactPlace[]> {
  const { published, open } = await getIncidentForStaff(ctx, incidentId);
  const facts = (await listFacts(ctx, incidentId)).map(({ name, current }) => ({ name, value: current?.value ?? null }));
  const shown = [...(published ? [{ ...published, state: "published" as const }] : []), ...(open ? [{ ...open, state: open.state === "draft" ? ("draft" as const) : ("in-review" as const) }] : [])];
  return shown.flatMap((revision) => factPlacesIn(revision, facts));
}

/** Find an incident by its address. @throws {Forbidden} @throws {NotFound} */
export async function findIncidentId(ctx: Context, slug: string): Promise<IncidentId> {
  authorise(ctx, mayReadIncidents);
  const [row] = await ctx.db.select({ id: incidents.id }).from(incidents).where(and(eq(incidents.slug, slug), isNull(incidents.erasedAt)));
  if (!row) throw new NotFound("incident");
  return row.id as IncidentId;
}

/** Read the newest words of an incident, public or not: its clock runs by them. For verbs that have asked their own gate. @throws {NotFound} */
export async function readNewestWords(db: Executor, incidentId: string): Promise<RevisionContent> {
  const [row] = await db.select({ content: incidentRevisions.content }).from(incidentRevisions).where(eq(incidentRevisions.incidentId, incidentId)).orderBy(desc(incidentRevisions.number)).limit(1);
  if (!row) throw new NotFound("incident");
  return revisionContent.parse(row.content);
}

/** Read one revision and lock it to the end of the transaction. @throws {NotFound} */
export async function getRevisionForUpdate(tx: Executor, incidentId: string, number: number): Promise<Revision> {
  const [row] = await tx
    .select()
    .from(incidentRevisions)
    .where(and(eq(incidentRevisions.incidentId, incidentId), eq(incidentRevisions.number, number)))
    .for("update");
  if (!row) throw new NotFound("incident");
  return toRevision(row);
}

function toRevision(row: typeof incidentRevisions.$inferSelect): Revision {
  return { ...row, content: revisionContent.parse(row.content) };
}
