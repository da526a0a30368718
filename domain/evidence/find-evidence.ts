import { and, eq, type SQL } from "drizzle-orm";
import { evidenceFiles } from "@/db/schema/evidence";
import type { EvidenceState } from "@/db/values/evidence";
import type { KeyProvider } from "@/lib/keys";
import { z } from "zod";
import { NotFound } from "../kernel/errors";
import { requireUuid } from "../kernel/ids";
import type { Executor } from "../kernel/transaction";
import { openJson, type SealedPlace } from "../keys/sealed";
import type { EvidenceOwner } from "./types";

export type EvidenceRow = typeof evidenceFiles.$inferSelect;

export function ofOwner(owner: EvidenceOwner): SQL | undefined {
  return and(eq(evidenceFiles.incidentId, owner.incidentId), eq(evidenceFiles.ownerKind, owner.kind), eq(evidenceFiles.ownerId, owner.id));
}

/** One row, as it was read: whoever changes it names the state it had. */
export function asRead(row: { incidentId: string; id: string; state: EvidenceState }): SQL | undefined {
  return and(eq(evidenceFiles.incidentId, row.incidentId), eq(evidenceFiles.id, row.id), eq(evidenceFiles.state, row.state));
}

/** Read a paper of this owner. @throws {NotFound} for every other */
export async function getEvidence(db: Executor, owner: EvidenceOwner, evidenceId: string): Promise<EvidenceRow> {
  const [row] = await db.select().from(evidenceFiles).where(and(ofOwner(owner), eq(evidenceFiles.id, requireUuid(evidenceId, "paper"))));
  if (!row) throw new NotFound("paper");
  return row;
}

export function namePlace(row: { incidentId: string; id: string }): SealedPlace {
  return { table: "evidence_files", column: "sealed_name", scope: row.incidentId, recordId: row.id };
}

export async function openName(keys: KeyProvider, row: EvidenceRow): Promise<string> {
  return z.string().parse(await openJson(keys, namePlace(row), row.sealedName));
}
