import { and, eq, notExists, sql } from "drizzle-orm";
import { programmeDocuments } from "@/db/schema/programme-documents";
import { programmeVersions } from "@/db/schema/programmes";
import { Invalid } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import type { ProgrammeTerms } from "../types";

/** Check that the documents which terms name are there, and say how large they are. What is typed into a form proves neither. @throws {Invalid} for one that is not, or that is named twice */
export async function settleDocuments(tx: Executor, programmeId: string, terms: ProgrammeTerms): Promise<ProgrammeTerms> {
  if (terms.documents.length === 0) return terms;
  const rows = await tx.select({ sha256: programmeDocuments.sha256, size: programmeDocuments.size }).from(programmeDocuments).where(and(eq(programmeDocuments.programmeId, programmeId), eq(programmeDocuments.state, "accepted")));
  const sizes = new Map(rows.map(({ sha256, size }) => [sha256.toString("hex"), size]));
  const documents = terms.documents.map((document, i) => {
    const size = sizes.get(document.sha256);
    if (size === undefined) throw new Invalid({ [`documents.${i}.title.ko`]: ["document-missing"] });
    if (terms.documents.findIndex(({ sha256 }) => sha256 === document.sha256) !== i) throw new Invalid({ [`documents.${i}.title.ko`]: ["document-twice"] });
    return { ...document, size };
  });
  return { ...terms, documents };
}

/** Let go of documents that no version names. Those of the last day stay: somebody may have attached one and not saved yet. */
export async function dropUnnamedDocuments(tx: Executor, programmeId: string): Promise<void> {
  const naming = tx.select({ one: sql`1` }).from(programmeVersions).where(and(eq(programmeVersions.programmeId, programmeDocuments.programmeId), sql`names_document(${programmeVersions.terms}, ${programmeDocuments.sha256})`));
  await tx.delete(programmeDocuments).where(and(eq(programmeDocuments.programmeId, programmeId), sql`${programmeDocuments.createdAt} < clock_timestamp() - interval '1 day'`, notExists(naming)));
}
