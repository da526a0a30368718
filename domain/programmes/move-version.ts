import { and, eq, sql } from "drizzle-orm";
import { programmeVersions } from "@/db/schema/programmes";
import type { ProgrammeVersionState } from "@/db/values/benefits";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";

interface Move {
  programmeId: string;
  incidentId: string;
  number: number;
  from: ProgrammeVersionState;
  /** The save that the mover read, where it matters. */
  edit?: number;
  set: Omit<Partial<typeof programmeVersions.$inferInsert>, "programmeId" | "number">;
  /** What the audit event is called, and what it says besides the version. */
  action: `programme.${string}`;
  details?: Record<string, unknown>;
}

/** Change a version that is still in the state and at the save that its reader saw, with the audit event of it. @throws {Conflict} */
export async function moveVersion(tx: Executor, ctx: Context, { programmeId, incidentId, number, from, edit, set, action, details }: Move): Promise<{ edit: number }> {
  const [moved] = await tx
    .update(programmeVersions)
    .set({ ...set, updatedAt: sql`now()` })
    .where(and(eq(programmeVersions.programmeId, programmeId), eq(programmeVersions.number, number), eq(programmeVersions.state, from), edit === undefined ? undefined : eq(programmeVersions.edit, edit)))
    .returning({ edit: programmeVersions.edit });
  if (!moved) throw new Conflict("draft-changed-meanwhile");
  await recordAudit(tx, ctx, { action, object: { kind: "programme", id: programmeId }, incidentId, details: { version: number, ...details } });
  return moved;
}
