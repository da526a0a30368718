import { and, desc, eq, sql } from "drizzle-orm";
import { programmeDocuments } from "@/db/schema/programme-documents";
import { programmes, programmeVersions } from "@/db/schema/programmes";
import { authorise, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { mayReadProgrammes } from "../policy";
import { programmeTerms, type ProgrammeDocument } from "../types";

interface DocumentPlace {
  incidentId: string;
  slug: string;
  sha256: string;
}

export interface ReadableDocument {
  bytes: Buffer;
  title: ProgrammeDocument["title"];
}

const isHash = (sha256: string) => /^[0-9a-f]{64}$/.test(sha256);
const wanted = ({ incidentId, slug, sha256 }: DocumentPlace) => and(eq(programmes.incidentId, incidentId), eq(programmes.slug, slug), eq(programmeDocuments.sha256, Buffer.from(sha256, "hex")), eq(programmeDocuments.state, "accepted"));

/** A document that a published version names, under the title that the newest of these gives it. Terms are public, so there is no gate; null for everything else, a draft's above all. */
export async function findPublishedDocument(db: Executor, place: DocumentPlace): Promise<ReadableDocument | null> {
  if (!isHash(place.sha256)) return null;
  const [row] = await db
    .select({ bytes: programmeDocuments.bytes, terms: programmeVersions.terms })
    .from(programmes)
    .innerJoin(programmeDocuments, eq(programmeDocuments.programmeId, programmes.id))
    .innerJoin(programmeVersions, and(eq(programmeVersions.programmeId, programmes.id), eq(programmeVersions.state, "published"), sql`names_document(${programmeVersions.terms}, ${programmeDocuments.sha256})`))
    .where(wanted(place))
    .orderBy(desc(programmeVersions.number))
    .limit(1);
  const title = row && programmeTerms.parse(row.terms).documents.find(({ sha256 }) => sha256 === place.sha256)?.title;
  return row?.bytes && title ? { bytes: row.bytes, title } : null;
}

/** Read any document of a programme that was judged good, for whoever writes or reviews its terms. @throws {Forbidden} @throws {NotFound} */
export async function readDocument(ctx: Context, place: DocumentPlace): Promise<Buffer> {
  authorise(ctx, mayReadProgrammes);
  if (!isHash(place.sha256)) throw new NotFound("document");
  const [row] = await ctx.db.select({ bytes: programmeDocuments.bytes }).from(programmes).innerJoin(programmeDocuments, eq(programmeDocuments.programmeId, programmes.id)).where(wanted(place));
  if (!row?.bytes) throw new NotFound("document");
  return row.bytes;
}
