import { programmes, programmeVersions } from "@/db/schema/programmes";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInputByPath } from "../kernel/errors";
import type { ProgrammeId } from "../kernel/ids";
import { withTransaction } from "../kernel/transaction";
import { settleDocuments } from "./documents/keep-documents";
import { createProgrammeInput } from "./input";
import { mayEditProgrammes } from "./policy";
import { storeTerms } from "./store-terms";

/** Begin a programme with the first draft of its terms. Nobody can file under it until another person publishes it. @throws {Forbidden} @throws {Invalid} @throws {Conflict} when the address is taken */
export async function createProgramme(ctx: Context, raw: unknown): Promise<ProgrammeId> {
  authorise(ctx, mayEditProgrammes);
  const { staffId } = requireStaffActor(ctx);
  const { incidentId, slug, terms } = parseInputByPath(createProgrammeInput, raw, "terms");
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.insert(programmes).values({ incidentId, slug, createdBy: staffId }).onConflictDoNothing().returning({ id: programmes.id });
    if (!row) throw new Conflict("slug-taken");
    await tx.insert(programmeVersions).values({ programmeId: row.id, number: 1, terms: storeTerms(await settleDocuments(tx, row.id, terms)), editedBy: [staffId] });
    await recordAudit(tx, ctx, { action: "programme.create", object: { kind: "programme", id: row.id }, incidentId, details: { slug } });
    return row.id as ProgrammeId;
  });
}
