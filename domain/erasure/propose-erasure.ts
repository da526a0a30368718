import { erasures } from "@/db/schema/erasures";
import { recordAudit } from "../audit/record-audit";
import { findPublishedRecord } from "../exposure/subject-records";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { proposeErasureInput } from "./input";
import { mayProposeErasures } from "./policy";

/** Propose to erase a person, on a ground of the law. Nothing goes before somebody else agrees; what stands against it now may be gone by then, so it keeps nobody from proposing. @throws {Forbidden} @throws {NotFound} @throws {Conflict} when it is proposed already */
export async function proposeErasure(ctx: Context, raw: unknown): Promise<string> {
  authorise(ctx, mayProposeErasures);
  const { staffId } = requireStaffActor(ctx);
  const { incidentId, subjectId, ground, reason } = parseInput(proposeErasureInput, raw);
  const found = await findPublishedRecord(ctx, incidentId, subjectId);
  if (!found) throw new NotFound("erasure-person");
  if (!found.record.sealed) throw new Conflict("erasure-already");
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.insert(erasures).values({ incidentId, kind: "person", subjectId, ground, reason, proposedBy: staffId }).onConflictDoNothing().returning({ id: erasures.id });
    if (!row) throw new Conflict("erasure-proposed");
    await recordAudit(tx, ctx, { action: "erasure.propose", object: { kind: "erasure", id: row.id }, incidentId, reason, details: { ground, subjectId: subjectId.toString() } });
    return row.id;
  });
}
