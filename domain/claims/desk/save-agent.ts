import { sql } from "drizzle-orm";
import { claimAgents } from "@/db/schema/claims-desk";
import { benefitBits } from "@/db/values/claim-facets";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { NotFound, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { listClaimStaff } from "../../staff/queries";
import { saveAgentInput } from "./input";
import { mayLeadDesk } from "./policy";

/** Say what somebody can be given by rule, how much of it, and when they are away. @throws {Forbidden} @throws {NotFound} @throws {Invalid} */
export async function saveAgent(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayLeadDesk);
  const { staffId, locales, benefits, loadLimit, absentFrom, absentUntil } = parseInput(saveAgentInput, raw);
  if (!(await listClaimStaff(ctx)).some(({ id }) => id === staffId)) throw new NotFound("staff");
  const values = { locales, benefits: benefitBits(benefits), loadLimit, absentFrom, absentUntil, updatedBy: requireStaffActor(ctx).staffId, updatedAt: sql`clock_timestamp()` };
  await withTransaction(ctx, async (tx) => {
    await tx.insert(claimAgents).values({ staffId, ...values }).onConflictDoUpdate({ target: claimAgents.staffId, set: values });
    await recordAudit(tx, ctx, { action: "claim-agent.save", object: { kind: "staff", id: staffId }, details: { locales, benefits, loadLimit, absentFrom, absentUntil } });
  });
}
