import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { canaries, canaryHits } from "@/db/schema/canaries";
import { contactPoints } from "@/db/schema/exposure";
import type { CanaryHitKind } from "@/db/values/canaries";
import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../kernel/context";
import { enqueue } from "../../kernel/job";
import type { Executor } from "../../kernel/transaction";
import { anyOf, formsOfIndex } from "../../keys/sealed";
import { tellCanaryHitJob } from "./jobs";

/**
 * Raise the alarm if a contact, or the record that a number names, is a planted one; in the caller's transaction. Whoever came with it gets the same answer as everybody: what follows is done by a job. True when it was one.
 */
export async function noticeCanary(tx: Executor, ctx: Context, { incidentId, ...what }: { incidentId: string; kind: CanaryHitKind } & ({ contactIndex: Buffer } | { subjectId: bigint })): Promise<boolean> {
  const subjectId = "subjectId" in what ? what.subjectId : await findCanary(tx, incidentId, await formsOfIndex(ctx.keys, incidentId, what.contactIndex));
  if (subjectId === null || subjectId >= 0n) return false;
  const [hit] = await tx.insert(canaryHits).values({ incidentId, subjectId, kind: what.kind, staffId: ctx.actor.kind === "staff" ? ctx.actor.staffId : null }).returning({ id: canaryHits.id });
  if (!hit) throw new Error("no hit was written");
  await recordAudit(tx, ctx, { action: "canary.hit", object: { kind: "canary", id: subjectId.toString() }, incidentId, details: { kind: what.kind } });
  await enqueue(tx, tellCanaryHitJob, { hitId: hit.id });
  return true;
}

/** Raise the alarm if an address that is known by the installation's index alone, in the forms it may have, is a planted one, in whatever incident. In the caller's transaction. */
export async function noticeCanaryAddress(tx: Executor, ctx: Context, forms: readonly Buffer[], kind: CanaryHitKind): Promise<void> {
  const found = await tx.select({ incidentId: canaries.incidentId, subjectId: canaries.subjectId }).from(canaries).where(and(eq(canaries.state, "planted"), sql`exists (select from unnest(${canaries.addresses}) a where a = ${anyOf(forms)})`));
  for (const { incidentId, subjectId } of found) await noticeCanary(tx, ctx, { incidentId, subjectId, kind });
}

async function findCanary(tx: Executor, incidentId: string, forms: Buffer[]): Promise<bigint | null> {
  const [row] = await tx.select({ id: contactPoints.subjectId }).from(contactPoints).where(and(eq(contactPoints.incidentId, incidentId), inArray(contactPoints.contactIndex, forms), lt(contactPoints.subjectId, 0n))).limit(1);
  return row?.id ?? null;
}
