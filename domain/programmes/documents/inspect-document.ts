import { and, eq } from "drizzle-orm";
import { programmeDocuments } from "@/db/schema/programme-documents";
import { programmes } from "@/db/schema/programmes";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { mayInspectDocuments } from "../policy";
import type { DocumentInspection } from "../types";

const BLOCK = 65_536;

/**
 * Scan a document and judge it, as it came: what the public is given are the bytes that two people have looked at. Of a refused one the verdict is kept and nothing else. `later` while
 * a scanner is set up and gives no answer. A second run finds nothing to do. @throws {Forbidden} and whatever kept it from judging
 */
export async function inspectDocument(ctx: Context, { judge, scanner }: DocumentInspection, document: { programmeId: string; sha256: string }): Promise<"done" | "later"> {
  authorise(ctx, mayInspectDocuments);
  const { programmeId } = document;
  const place = and(eq(programmeDocuments.programmeId, programmeId), eq(programmeDocuments.sha256, Buffer.from(document.sha256, "hex")), eq(programmeDocuments.state, "waiting"));
  const [row] = await ctx.db.select({ bytes: programmeDocuments.bytes, incidentId: programmes.incidentId }).from(programmeDocuments).innerJoin(programmes, eq(programmes.id, programmeDocuments.programmeId)).where(place);
  if (!row?.bytes) return "done";
  const scan = scanner ? await scanner.scan(inBlocks(row.bytes)) : "clean";
  if (scan === "unavailable") return "later";
  const defect = scan === "malware" ? "malware" : await judge.judge(inBlocks(row.bytes));
  await withTransaction(ctx, async (tx) => {
    const settled = await tx.update(programmeDocuments).set(defect ? { state: "refused", defect, bytes: null } : { state: "accepted" }).where(place).returning({ state: programmeDocuments.state });
    if (settled.length > 0) await recordAudit(tx, ctx, { action: "programme.inspect-document", object: { kind: "programme", id: programmeId }, incidentId: row.incidentId, details: { sha256: document.sha256, ...(defect ? { defect } : { scanned: scanner !== null }) } });
  });
  return "done";
}

async function* inBlocks(bytes: Buffer): AsyncGenerator<Buffer> {
  for (let at = 0; at < bytes.length; at += BLOCK) yield await Promise.resolve(bytes.subarray(at, at + BLOCK));
}
