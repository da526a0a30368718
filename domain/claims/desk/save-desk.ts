import { eq, sql } from "drizzle-orm";
import { claimDesks } from "@/db/schema/claims-desk";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { saveDeskInput } from "./input";
import { mayLeadDesk, mayReadDesk } from "./policy";

/** Say whether new claims of an incident are given by the rule as they come. @throws {Forbidden} @throws {Invalid} */
export async function saveDesk(ctx: Context, incidentId: string, raw: unknown): Promise<void> {
  authorise(ctx, mayLeadDesk);
  const { assignsNew } = parseInput(saveDeskInput, raw);
  const values = { assignsNew, updatedBy: requireStaffActor(ctx).staffId, updatedAt: sql`clock_timestamp()` };
  await withTransaction(ctx, async (tx) => {
    await tx.insert(claimDesks).values({ incidentId, ...values }).onConflictDoUpdate({ target: claimDesks.incidentId, set: values });
    await recordAudit(tx, ctx, { action: "claim-desk.save", object: { kind: "incident", id: incidentId }, incidentId, details: { assignsNew } });
  });
}

/** Whether new claims are given by the rule as they come; not until somebody asks for it. @throws {Forbidden} */
export async function assignsNewClaims(ctx: Context, incidentId: string): Promise<boolean> {
  authorise(ctx, mayReadDesk);
  const [row] = await ctx.db.select({ assignsNew: claimDesks.assignsNew }).from(claimDesks).where(eq(claimDesks.incidentId, incidentId));
  return row?.assignsNew ?? false;
}
