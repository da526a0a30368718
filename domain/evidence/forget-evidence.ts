import { evidenceFiles } from "@/db/schema/evidence";
import type { Executor } from "../kernel/transaction";
import { ofOwner } from "./find-evidence";
import type { EvidenceOwner } from "./types";

/** Take away every paper of an owner that is given up, in the caller's transaction, whose event says so; the sweep removes their bytes within the hour. Returns how many went. */
export async function forgetEvidence(tx: Executor, owner: EvidenceOwner): Promise<number> {
  return (await tx.delete(evidenceFiles).where(ofOwner(owner)).returning({ id: evidenceFiles.id })).length;
}
