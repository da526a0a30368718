import { and, asc, desc, eq, isNotNull } from "drizzle-orm";
import { datasetCells } from "@/db/schema/exposure";
import { programmes, programmeVersions } from "@/db/schema/programmes";
import { publishedVersionOf } from "../audiences/queries";
import { authorise, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import type { IncidentId, ProgrammeId } from "../kernel/ids";
import type { Executor } from "../kernel/transaction";
import type { CountedPeople } from "./fairness";
import { mayReadProgrammes } from "./policy";
import { acceptedFinding, programmeTerms, type Programme, type ProgrammeTerms, type ProgrammeVersion } from "./types";

const joined = { programme: programmes, terms: programmeVersions.terms };
const published = and(eq(programmeVersions.programmeId, programmes.id), eq(programmeVersions.number, programmes.publishedVersion));

/** The programmes that were opened, earliest opening first. Terms and dates are public, so there is no gate here. */
export async function listOpenProgrammes(db: Executor, incidentId: string): Promise<Programme[]> {
  const rows = await db.select(joined).from(programmes).innerJoin(programmeVersions, published).where(eq(programmes.incidentId, incidentId)).orderBy(asc(programmes.id));
  return rows.map(toProgramme).sort((a, b) => a.opensAt.getTime() - b.opensAt.getTime());
}

/** An opened programme by its name in addresses; null while it is a draft. */
export async function findProgramme(db: Executor, incidentId: string, slug: string): Promise<Programme | null> {
  const [row] = await db.select(joined).from(programmes).innerJoin(programmeVersions, published).where(and(eq(programmes.incidentId, incidentId), eq(programmes.slug, slug)));
  return row ? toProgramme(row) : null;
}

export async function findProgrammeById(db: Executor, id: string): Promise<Programme | null> {
  const [row] = await db.select(joined).from(programmes).innerJoin(programmeVersions, published).where(eq(programmes.id, id));
  return row ? toProgramme(row) : null;
}

/** The terms that a claim was filed under, whatever is published now. @throws {NotFound} */
export async function getTerms(db: Executor, programmeId: string, number: number): Promise<ProgrammeTerms> {
  const [row] = await db.select({ terms: programmeVersions.terms }).from(programmeVersions).where(and(eq(programmeVersions.programmeId, programmeId), eq(programmeVersions.number, number)));
  if (!row) throw new NotFound("programme");
  return programmeTerms.parse(row.terms);
}

/** Versions of a programme that were published, the newest first: what a claimant accepted stays readable. */
export async function listPublishedVersions(db: Executor, programmeId: string): Promise<{ number: number; publishedAt: Date }[]> {
  const rows = await db
    .select({ number: programmeVersions.number, publishedAt: programmeVersions.publishedAt })
    .from(programmeVersions)
    .where(and(eq(programmeVersions.programmeId, programmeId), isNotNull(programmeVersions.publishedAt)))
    .orderBy(desc(programmeVersions.number));
  return rows.flatMap(({ number, publishedAt }) => (publishedAt ? [{ number, publishedAt }] : []));
}

interface ProgrammeFile {
  id: ProgrammeId;
  incidentId: IncidentId;
  slug: string;
  publishedVersion: number | null;
  /** The newest first; dropped drafts among them. */
  versions: ProgrammeVersion[];
}

/** List an incident's programmes with all their versions. There are few of either. @throws {Forbidden} */
export async function listProgrammes(ctx: Context, incidentId: string): Promise<ProgrammeFile[]> {
  authorise(ctx, mayReadProgrammes);
  const rows = await ctx.db.select().from(programmes).innerJoin(programmeVersions, eq(programmeVersions.programmeId, programmes.id)).where(eq(programmes.incidentId, incidentId)).orderBy(asc(programmes.createdAt), asc(programmes.id), desc(programmeVersions.number));
  const files = new Map<string, ProgrammeFile>();
  for (const { programmes: row, programme_versions: version } of rows) {
    const file = files.get(row.id) ?? { id: row.id as ProgrammeId, incidentId: row.incidentId as IncidentId, slug: row.slug, publishedVersion: row.publishedVersion, versions: [] };
    file.versions.push(toVersion(version));
    files.set(row.id, file);
  }
  return [...files.values()];
}

/** One programme with all its versions. @throws {Forbidden} @throws {NotFound} */
export async function getProgramme(ctx: Context, incidentId: string, slug: string): Promise<ProgrammeFile> {
  const found = (await listProgrammes(ctx, incidentId)).find((file) => file.slug === slug);
  if (!found) throw new NotFound("programme");
  return found;
}

/** Everybody in the published dataset, counted by kind and by what of them leaked: a sum over cells, no row of a person is read. */
export async function countPeopleByLeak(db: Executor, incidentId: string): Promise<CountedPeople[]> {
  const version = await publishedVersionOf(db, incidentId);
  if (version === null) return [];
  const rows = await db
    .select({ kind: datasetCells.kind, confirmed: datasetCells.confirmed, possible: datasetCells.possible, people: datasetCells.people })
    .from(datasetCells)
    .where(and(eq(datasetCells.incidentId, incidentId), eq(datasetCells.version, version)));
  return rows.map(({ kind, people, ...bits }) => ({ ...bits, kind: kind as CountedPeople["kind"], people: Number(people) }));
}

/** Read a version and hold its row. @throws {NotFound} */
export async function getVersionForUpdate(tx: Executor, programmeId: string, number: number): Promise<ProgrammeVersion & { incidentId: string; slug: string }> {
  const [row] = await tx
    .select({ version: programmeVersions, incidentId: programmes.incidentId, slug: programmes.slug })
    .from(programmeVersions)
    .innerJoin(programmes, eq(programmes.id, programmeVersions.programmeId))
    .where(and(eq(programmeVersions.programmeId, programmeId), eq(programmeVersions.number, number)))
    .for("update", { of: programmeVersions });
  if (!row) throw new NotFound("programme");
  return { ...toVersion(row.version), incidentId: row.incidentId, slug: row.slug };
}

function toVersion(row: typeof programmeVersions.$inferSelect): ProgrammeVersion {
  const { number, state, edit, editedBy, publishedBy, publishedAt, updatedAt } = row;
  return { number, state, edit, editedBy, publishedBy, publishedAt, updatedAt, terms: programmeTerms.parse(row.terms), accepted: acceptedFinding.array().parse(row.accepted) };
}

function toProgramme({ programme, terms: stored }: { programme: typeof programmes.$inferSelect; terms: unknown }): Programme {
  const terms = programmeTerms.parse(stored);
  const { opensAt, closesAt } = terms;
  if (!opensAt || !closesAt || programme.publishedVersion === null) throw new Error("an opened programme without dates");
  return { id: programme.id as ProgrammeId, incidentId: programme.incidentId as IncidentId, slug: programme.slug, termsVersion: programme.publishedVersion, terms, opensAt, closesAt };
}
