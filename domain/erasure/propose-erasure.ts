import { erasures } from "@/db/schema/erasures";
import { recordAudit } from "../audit/record-audit";
import { findRecordEver } from "../exposure/subject-records";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { laterForms } from "../keys/sealed";
import { previewContact } from "./find-obstacles";
import { proposeErasureInput } from "./input";
import { mayProposeErasures } from "./policy";
import { isNothing } from "./rules";

/**
 * Propose to erase a person, or what hangs on a contact of which the data holds no record, on a ground of the law. Nothing goes before somebody else agrees; what stands against it now may be gone by then, so it keeps nobody from proposing.
 * @throws {Forbidden} @throws {NotFound} @throws {Conflict} when it is proposed already
 */
export async function proposeErasure(ctx: Context, raw: unknown): Promise<string> {
  authorise(ctx, mayProposeErasures);
  const { staffId } = requireStaffActor(ctx);
  const { incidentId, ground, reason, subjectId, contact } = parseInput(proposeErasureInput, raw);
  const about = contact === undefined ? { kind: "person" as const, subjectId: await requireRecord(ctx, incidentId, subjectId) } : { kind: "contact" as const, contactIndex: await requireContact(ctx, incidentId, contact) };
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.insert(erasures).values({ incidentId, ...about, ground, reason, proposedBy: staffId }).onConflictDoNothing().returning({ id: erasures.id });
    if (!row) throw new Conflict("erasure-proposed");
    await recordAudit(tx, ctx, { action: "erasure.propose", object: { kind: "erasure", id: row.id }, incidentId, reason, details: { ground, kind: about.kind, subjectId: about.subjectId?.toString() ?? null } });
    return row.id;
  });
}

async function requireRecord(ctx: Context, incidentId: string, subjectId: bigint | undefined): Promise<bigint> {
  const record = subjectId === undefined ? null : await findRecordEver(ctx.db, incidentId, subjectId);
  if (!record) throw new NotFound("erasure-person");
  if (!record.sealed) throw new Conflict("erasure-already");
  return record.subjectId;
}

async function requireContact(ctx: Context, incidentId: string, contact: Buffer): Promise<Buffer> {
  if (isNothing(await previewContact(ctx.db, incidentId, await laterForms(ctx.keys, incidentId, contact)))) throw new NotFound("erasure-person");
  return contact;
}
