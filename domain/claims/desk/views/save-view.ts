import { claimViews } from "@/db/schema/claims-team";
import { recordAudit } from "../../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../../kernel/context";
import { parseInput } from "../../../kernel/errors";
import { withTransaction } from "../../../kernel/transaction";
import { mayReadClaims } from "../../policy";
import { saveViewInput } from "../team-input";

/** Keep a filter of the queue under a name, for oneself or for all. What it was parsed to is kept, never what stood in an address. @throws {Forbidden} @throws {Invalid} */
export async function saveView(ctx: Context, incidentId: string, raw: unknown): Promise<void> {
  authorise(ctx, mayReadClaims);
  const { name, shared, filter } = parseInput(saveViewInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [row] = await tx.insert(claimViews).values({ incidentId, ownerId: requireStaffActor(ctx).staffId, name, shared, filter }).returning({ id: claimViews.id });
    await recordAudit(tx, ctx, { action: "claim-view.save", object: { kind: "claim-view", id: row?.id ?? null }, incidentId, details: { shared } });
  });
}
