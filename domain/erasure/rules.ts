import type { ErasureState, Obstacle } from "@/db/values/erasures";
import { Conflict, Forbidden, type Refusal } from "../kernel/errors";
import type { ContactPreview } from "./types";

const DAY_MS = 86_400_000;

/** The last day on which a backup may still hold what was erased then; null where nobody has said how long backups are kept. */
export function backupsGone(doneAt: Date | null, backupDays: number | null): Date | null {
  return doneAt === null || backupDays === null ? null : new Date(doneAt.getTime() + backupDays * DAY_MS);
}

/** Say why this person cannot approve it now, or null. */
export function whyNotErasable(erasure: { state: ErasureState; proposedBy: string }, staffId: string, found: readonly Obstacle[]): Refusal | null {
  if (erasure.state !== "proposed") return new Conflict("erasure-not-proposed");
  if (erasure.proposedBy === staffId) return new Forbidden("erasure-own-proposal");
  return found.length > 0 ? new Conflict("erasure-stands-against") : null;
}

/** Whether nothing hangs on a contact: then there is nobody to erase. */
export function isNothing({ enquiries, codes, proofs, steps }: ContactPreview): boolean {
  return enquiries + codes + proofs + steps === 0;
}
