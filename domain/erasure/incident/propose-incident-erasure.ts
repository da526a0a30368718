import { erasures } from "@/db/schema/erasures";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { proposeIncidentErasureInput } from "../input";
import { mayProposeErasures } from "../policy";
import { requireName } from "./require-name";

/** Propose to erase a whole incident. @throws {Forbidden} @throws {Invalid} where its name is not typed as it stands in its address @throws {Conflict} when it is proposed already */
export async function proposeIncidentErasure(ctx: Context, raw: unknown): Promise<string> {
  authorise(ctx, mayProposeErasures);
  const { staffId } = requireStaffActor(ctx);
  const { incidentId, ground, reason, name } = parseInput(proposeIncidentErasureInput, raw);
  return withTransaction(ctx, async (tx) => {
    await requireName(tx, incidentId, name);
    const [row] = await tx.insert(erasures).values({ incidentId, kind: "incident", ground, reason, proposedBy: staffId }).onConflictDoNothing().returning({ id: erasures.id });
    if (!row) throw new Conflict("erasure-proposed");
    await recordAudit(tx, ctx, { action: "erasure.propose", object: { kind: "erasure", id: row.id }, incidentId, reason, details: { kind: "incident", ground } });
    return row.id;
  });
}
