import { and, asc, desc, eq, isNotNull } from "drizzle-orm";
import { audienceLists } from "@/db/schema/audiences";
import { datasetCells, datasets } from "@/db/schema/exposure";
import { incidents } from "@/db/schema/incidents";
import { authorise, type Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { mayCountAudiences } from "./policy";

/** The dataset version that every reader sees; null while none is published. */
export async function publishedVersionOf(db: Executor, incidentId: string): Promise<number | null> {
  const [row] = await db.select({ version: incidents.publishedVersion }).from(incidents).where(eq(incidents.id, incidentId));
  return row?.version ?? null;
}

export interface AudienceList {
  id: string;
  fileName: string;
  references: number;
  uploadedBy: string;
  createdAt: Date;
}

/** List an incident's lists of references, the newest first; who is on them is known by index alone. @throws {Forbidden} */
export async function listAudienceLists(ctx: Context, incidentId: string): Promise<AudienceList[]> {
  authorise(ctx, mayCountAudiences);
  const { id, fileName, references, uploadedBy, createdAt } = audienceLists;
  return ctx.db.select({ id, fileName, references, uploadedBy, createdAt }).from(audienceLists).where(and(eq(audienceLists.incidentId, incidentId), isNotNull(audienceLists.completedAt))).orderBy(desc(audienceLists.id));
}

/** List what an audience can be narrowed to: countries that people of the published version live in, and the versions that were ever published. @throws {Forbidden} */
export async function listAudienceChoices(ctx: Context, incidentId: string): Promise<{ countries: string[]; versions: number[] }> {
  authorise(ctx, mayCountAudiences);
  const version = await publishedVersionOf(ctx.db, incidentId);
  if (version === null) return { countries: [], versions: [] };
  const countries = await ctx.db.selectDistinct({ country: datasetCells.country }).from(datasetCells).where(and(eq(datasetCells.incidentId, incidentId), eq(datasetCells.version, version))).orderBy(asc(datasetCells.country));
  const versions = await ctx.db.select({ version: datasets.version }).from(datasets).where(and(eq(datasets.incidentId, incidentId), isNotNull(datasets.publishedAt))).orderBy(asc(datasets.version));
  return { countries: countries.map(({ country }) => country), versions: versions.map((each) => each.version) };
}
