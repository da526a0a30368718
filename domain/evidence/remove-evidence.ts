import { evidenceFiles } from "@/db/schema/evidence";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { asRead, getEvidence, type EvidenceRow } from "./find-evidence";
import { objectName } from "./sealed-object";
import type { EvidenceOwner, ObjectStore } from "./types";

/** Take a paper back, with its bytes. What is not removed here because the store is out of reach, the sweep finds. @throws {NotFound} */
export async function removeEvidence(ctx: Context, owner: EvidenceOwner, store: ObjectStore, evidenceId: string): Promise<void> {
  const row = await getEvidence(ctx.db, owner, evidenceId);
  const removed = await withTransaction(ctx, async (tx) => {
    const [gone] = await tx.delete(evidenceFiles).where(asRead(row)).returning();
    if (gone) await recordAudit(tx, ctx, { action: "evidence.remove", object: { kind: "evidence", id: row.id }, incidentId: row.incidentId, details: { state: row.state, owner: row.ownerKind, ownerId: row.ownerId } });
    return gone;
  });
  if (removed) await forgetObjects(ctx, store, removed, [...removed.pieces, ...(removed.cleanObject === null ? [] : [removed.cleanObject])]);
}

/** Remove objects that no row names any more. */
export async function forgetObjects(ctx: Context, store: ObjectStore, row: Pick<EvidenceRow, "incidentId" | "id">, objects: readonly string[]): Promise<void> {
  for (const object of objects) {
    await store.remove(objectName({ incidentId: row.incidentId, evidenceId: row.id, object })).catch((error: unknown) => ctx.log.warn({ evidence: row.id, err: error }, "an object is left for the sweep"));
  }
}
