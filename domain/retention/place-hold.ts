import { legalHolds } from "@/db/schema/retention";
import { recordAudit } from "../audit/record-audit";
import { keepErasingOut } from "../erasure/legal-hold";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { placeHoldInput } from "./input";
import { mayPlaceHolds } from "./policy";
import { requireIncident } from "./propose";

/** Hold an incident, or one class of its records: from the commit on nothing of it is erased. One person is enough, because a hold keeps and takes nothing; lifting it takes two. Waits for a chunk that is being erased. @throws {Forbidden} @throws {NotFound} @throws {Conflict} when the same is held already */
export async function placeHold(ctx: Context, raw: unknown): Promise<string> {
  authorise(ctx, mayPlaceHolds);
  const { staffId } = requireStaffActor(ctx);
  const { incidentId, class: of, reason } = parseInput(placeHoldInput, raw);
  return withTransaction(ctx, async (tx) => {
    await keepErasingOut(tx, incidentId);
    await requireIncident(tx, incidentId);
    const [hold] = await tx.insert(legalHolds).values({ incidentId, class: of, reason, placedBy: staffId }).onConflictDoNothing().returning({ id: legalHolds.id });
    if (!hold) throw new Conflict("hold-standing");
    await recordAudit(tx, ctx, { action: "retention.hold", object: { kind: "legal-hold", id: hold.id }, incidentId, reason, details: { class: of } });
    return hold.id;
  });
}
