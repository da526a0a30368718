import { and, asc, desc, eq, inArray, or, sql, type SQL } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { incidents } from "@/db/schema/incidents";
import { noticeTemplates, noticeTemplateVersions } from "@/db/schema/notices";
import { postingChecks, postingFiles, postings } from "@/db/schema/postings";
import { locales, type Locale, type Localized } from "@/db/values/locales";
import { authorise, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { requireUuid, type IncidentId, type PostingId, type TemplateId, type TemplateVersionId, type WaveId } from "../kernel/ids";
import type { Executor } from "../kernel/transaction";
import { readDefects } from "../notices/queries";
import type { Wave } from "../waves/types";
import { mayReadPostings } from "./policy";
import type { Posting, PostingFile, PostingKey, PostingOverview, PublicPosting, PostedPage } from "./types";

const before = alias(postings, "before");

function postingRows(db: Executor, where: SQL | undefined) {
  return db
    .select({ posting: postings, slug: incidents.slug, before: before.number, templateId: noticeTemplates.id, name: noticeTemplates.name, kind: noticeTemplates.kind, version: noticeTemplateVersions.number })
    .from(postings)
    .innerJoin(incidents, eq(incidents.id, postings.incidentId))
    .innerJoin(noticeTemplateVersions, eq(noticeTemplateVersions.id, postings.templateVersionId))
    .innerJoin(noticeTemplates, eq(noticeTemplates.id, noticeTemplateVersions.templateId))
    .leftJoin(before, eq(before.id, postings.supersedes))
    .where(where);
}

function toPosting({ posting, slug, before: supersedes, templateId, name, kind, version }: Awaited<ReturnType<typeof postingRows>>[number]): Posting {
  return {
    ...posting,
    id: posting.id as PostingId,
    incidentId: posting.incidentId as IncidentId,
    waveId: posting.waveId as WaveId | null,
    template: { id: templateId as TemplateId, versionId: posting.templateVersionId as TemplateVersionId, name, kind, number: version },
    slug,
    supersedes,
  };
}

/** A line of the list of an incident's postings. */
export type PostingSummary = Posting & Pick<PostingOverview, "missing">;

/** List an incident's postings, the newest first. @throws {Forbidden} */
export async function listPostings(ctx: Context, incidentId: string): Promise<PostingSummary[]> {
  authorise(ctx, mayReadPostings);
  return withMissing(ctx.db, (await postingRows(ctx.db, eq(postings.incidentId, requireUuid(incidentId, "incident"))).orderBy(desc(postings.number))).map(toPosting));
}

/** List the postings that stand for the people of a wave whom nothing reached: those made for it, and those of the same wording. @throws {Forbidden} */
export async function listPostingsForWave(ctx: Context, wave: Pick<Wave, "id" | "templateVersionId" | "incidentId">): Promise<PostingSummary[]> {
  authorise(ctx, mayReadPostings);
  const where = and(eq(postings.incidentId, wave.incidentId), or(eq(postings.waveId, wave.id), eq(postings.templateVersionId, wave.templateVersionId)), inArray(postings.state, ["proposed", "publishing", "standing", "archived"]));
  return withMissing(ctx.db, (await postingRows(ctx.db, where).orderBy(desc(postings.number))).map(toPosting));
}

async function withMissing(db: Executor, found: Posting[]): Promise<PostingSummary[]> {
  const missing = await listMissing(db, found.map(({ id }) => id));
  return found.map((posting) => ({ ...posting, missing: missing.get(posting.id) ?? [] }));
}

/** The languages of each posting whose last look did not find what was published, of those that must stand. */
async function listMissing(db: Executor, ids: string[]): Promise<Map<string, Locale[]>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([postingChecks.postingId, postingChecks.locale], { id: postingChecks.postingId, locale: postingChecks.locale, result: postingChecks.result })
    .from(postingChecks)
    .innerJoin(postings, and(eq(postings.id, postingChecks.postingId), eq(postings.state, "standing")))
    .where(inArray(postingChecks.postingId, ids))
    .orderBy(postingChecks.postingId, postingChecks.locale, desc(postingChecks.id));
  const missing = new Map<string, Locale[]>();
  for (const { id, locale, result } of rows) if (result !== "stands") missing.set(id, [...(missing.get(id) ?? []), locale]);
  return missing;
}

/** Show one posting: who did what, its files and what was found at its address. @throws {Forbidden} @throws {NotFound} */
export async function getPosting(ctx: Context, postingId: string): Promise<PostingOverview> {
  authorise(ctx, mayReadPostings);
  const posting = await readPosting(ctx.db, requireUuid(postingId, "posting"));
  const { locale, result, detail, firstAt, lastAt, checks: count } = postingChecks;
  const [files, checks, missing, after, defects] = await Promise.all([
    readFiles(ctx.db, posting.id),
    ctx.db.select({ locale, result, detail, firstAt, lastAt, checks: count }).from(postingChecks).where(eq(postingChecks.postingId, posting.id)).orderBy(desc(postingChecks.id)),
    listMissing(ctx.db, [posting.id]),
    ctx.db.select({ number: postings.number }).from(postings).where(and(eq(postings.supersedes, posting.id), inArray(postings.state, ["standing", "archived"]))).orderBy(asc(postings.number)),
    readDefects(ctx.db, posting.incidentId),
  ]);
  return { ...posting, files, checks, missing: missing.get(posting.id) ?? [], supersededBy: after.map(({ number }) => number), defective: defects.some(({ versionId }) => versionId === posting.template.versionId) };
}

/** The same without a gate, for verbs that have passed their own. @throws {NotFound} */
export async function readPosting(db: Executor, postingId: string): Promise<Posting> {
  const [row] = await postingRows(db, eq(postings.id, postingId));
  if (!row) throw new NotFound("posting");
  return toPosting(row);
}

/** Read a posting and hold its row to the end of the transaction. @throws {NotFound} */
export async function getPostingForUpdate(tx: Executor, postingId: string): Promise<Posting> {
  const [row] = await postingRows(tx, eq(postings.id, postingId)).for("update", { of: postings });
  if (!row) throw new NotFound("posting");
  return toPosting(row);
}

async function readFiles(db: Executor, postingId: string): Promise<PostingFile[]> {
  const rows = await db
    .select({ locale: postingFiles.locale, title: postingFiles.title, hash: sql<string>`encode(${postingFiles.hash}, 'hex')`, bytes: sql<number>`octet_length(${postingFiles.bytes})` })
    .from(postingFiles)
    .where(eq(postingFiles.postingId, postingId));
  return locales.flatMap((locale) => rows.filter((row) => row.locale === locale));
}

/** A file that is served, by its address; without its bytes. */
export interface ServedFile extends PostingKey {
  postingId: string;
  title: string;
  /** SHA-256, hex. */
  hash: string;
}

function servedRows(db: Executor) {
  return db
    .select({ postingId: postingFiles.postingId, slug: incidents.slug, number: postings.number, locale: postingFiles.locale, title: postingFiles.title, hash: sql<string>`encode(${postingFiles.hash}, 'hex')` })
    .from(postingFiles)
    .innerJoin(postings, eq(postings.id, postingFiles.postingId))
    .innerJoin(incidents, eq(incidents.id, postings.incidentId));
}

/** List every file that is served, of all incidents. Public, so there is no gate here. */
export function listServedFiles(db: Executor): Promise<ServedFile[]> {
  return servedRows(db).orderBy(asc(incidents.slug), asc(postings.number), asc(postingFiles.locale));
}

/** Find what is served at an address; null where nothing is. Public, so there is no gate here. */
export async function findServedFile(db: Executor, { slug, number, locale }: PostingKey): Promise<ServedFile | null> {
  const [row] = await servedRows(db).where(and(eq(incidents.slug, slug), eq(postings.number, number), eq(postingFiles.locale, locale)));
  return row ?? null;
}

/** Read the bytes of a file by their hash; null where there are none. Public, so there is no gate here. */
export async function readServedBytes(db: Executor, hash: string): Promise<Buffer | null> {
  const [row] = await db.select({ bytes: postingFiles.bytes }).from(postingFiles).where(sql`${postingFiles.hash} = decode(${hash}, 'hex')`).limit(1);
  return row?.bytes ?? null;
}

/** List every page that was ever posted, the oldest first, without its bytes. Public, so there is no gate here. */
export async function listPostedPages(db: Executor): Promise<PostedPage[]> {
  const rows = await db
    .select({ incidentId: postings.incidentId, slug: incidents.slug, number: postings.number, locale: postingFiles.locale, kind: noticeTemplates.kind, hash: sql<string>`encode(${postingFiles.hash}, 'hex')`, publishedFrom: postingFiles.renderedAt, archivedAt: postings.archivedAt })
    .from(postingFiles)
    .innerJoin(postings, eq(postings.id, postingFiles.postingId))
    .innerJoin(incidents, eq(incidents.id, postings.incidentId))
    .innerJoin(noticeTemplateVersions, eq(noticeTemplateVersions.id, postings.templateVersionId))
    .innerJoin(noticeTemplates, eq(noticeTemplates.id, noticeTemplateVersions.templateId))
    .orderBy(asc(postingFiles.renderedAt), asc(postingFiles.locale));
  return rows.map((row) => ({ ...row, incidentId: row.incidentId as IncidentId }));
}

/** List an incident's postings as everybody sees them, the newest first. Public words, so there is no gate here. */
export async function listPublicPostings(db: Executor, incidentId: string): Promise<PublicPosting[]> {
  const rows = await db
    .select({ id: postings.id, number: postings.number, state: postings.state, kind: noticeTemplates.kind, locale: postingFiles.locale, title: postingFiles.title, hash: sql<string>`encode(${postingFiles.hash}, 'hex')`, publishedFrom: postings.publishedFrom, mustStayUntil: postings.mustStayUntil, supersedes: before.number })
    .from(postings)
    .innerJoin(postingFiles, eq(postingFiles.postingId, postings.id))
    .innerJoin(noticeTemplateVersions, eq(noticeTemplateVersions.id, postings.templateVersionId))
    .innerJoin(noticeTemplates, eq(noticeTemplates.id, noticeTemplateVersions.templateId))
    .leftJoin(before, eq(before.id, postings.supersedes))
    .where(eq(postings.incidentId, incidentId))
    .orderBy(desc(postings.number));
  const found = new Map<string, PublicPosting>();
  for (const { id, locale, title, hash, state, publishedFrom, mustStayUntil, ...row } of rows) {
    if (!publishedFrom || !mustStayUntil) throw new Error("a posting with files stands");
    const nothing: Localized = { ko: "", en: "" };
    const posting = found.get(id) ?? { ...row, id: id as PostingId, title: { ...nothing }, hash: { ...nothing }, publishedFrom, mustStayUntil, archived: state === "archived" };
    posting.title[locale] = title;
    posting.hash[locale] = hash;
    found.set(id, posting);
  }
  return [...found.values()];
}
