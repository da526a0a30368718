import { eq, and } from "drizzle-orm";
import { programmeDocuments } from "@/db/schema/programme-documents";
import { sha256 } from "@/lib/crypto";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { Conflict, Invalid, parseInput } from "../../kernel/errors";
import { enqueue } from "../../kernel/job";
import { withTransaction } from "../../kernel/transaction";
import { attachDocumentInput } from "../input";
import { mayEditProgrammes } from "../policy";
import { getVersionForUpdate } from "../queries";
import type { ProgrammeDocument } from "../types";
import { inspectDocumentJob } from "./jobs";

export type AttachedDocument = Pick<ProgrammeDocument, "sha256" | "size">;

/**
 * Take in a PDF for a draft and have it judged. It belongs to the draft once that is saved with it; {@link awaitVerdict} says whether it can. The same bytes are kept once for a
 * programme, and judged once. @throws {Forbidden} @throws {Invalid} @throws {Conflict} when the draft is none any more
 */
export async function attachDocument(ctx: Context, raw: unknown): Promise<AttachedDocument> {
  authorise(ctx, mayEditProgrammes);
  const { programmeId, number, file } = parseInput(attachDocumentInput, raw);
  if (!file.includes("%PDF-") || file.indexOf("%PDF-") > 32) throw new Invalid({ file: ["document-type"] });
  const hash = sha256(file);
  const document = { sha256: hash.toString("hex"), size: file.length };
  await withTransaction(ctx, async (tx) => {
    const draft = await getVersionForUpdate(tx, programmeId, number);
    if (draft.state !== "draft") throw new Conflict("not-a-draft");
    await tx.insert(programmeDocuments).values({ programmeId, sha256: hash, size: file.length, bytes: file }).onConflictDoNothing();
    const [kept] = await tx.select({ state: programmeDocuments.state }).from(programmeDocuments).where(and(eq(programmeDocuments.programmeId, programmeId), eq(programmeDocuments.sha256, hash)));
    if (kept?.state === "waiting") await enqueue(tx, inspectDocumentJob, { programmeId, sha256: document.sha256 }, { key: `${inspectDocumentJob.name}/${programmeId}/${document.sha256}` });
    await recordAudit(tx, ctx, { action: "programme.attach-document", object: { kind: "programme", id: programmeId }, incidentId: draft.incidentId, details: { version: number, ...document } });
  });
  return document;
}
