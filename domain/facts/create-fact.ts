import { eq } from "drizzle-orm";
import { factValues, facts } from "@/db/schema/facts";
import { incidents } from "@/db/schema/incidents";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, NotFound, parseInputByPath } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { createFactInput } from "./input";
import { mayProposeFacts } from "./policy";

/**
 * Begin a fact with the first proposal of its value; its kind is that of the value. Nothing of it can be read by name before a second person has approved it,
 * and its name is taken for ever. @throws {Forbidden} @throws {Invalid} @throws {Conflict} when the incident has a fact of that name
 */
export async function createFact(ctx: Context, raw: unknown): Promise<{ factId: string }> {
  authorise(ctx, mayProposeFacts);
  const { staffId } = requireStaffActor(ctx);
  const { incidentId, name, asOf, ...statement } = parseInputByPath(createFactInput, raw);
  return withTransaction(ctx, async (tx) => {
    const [incident] = await tx.select({ id: incidents.id }).from(incidents).where(eq(incidents.id, incidentId));
    if (!incident) throw new NotFound("incident");
    const [fact] = await tx.insert(facts).values({ incidentId, name, kind: statement.value.kind, createdBy: staffId }).onConflictDoNothing().returning({ id: facts.id });
    if (!fact) throw new Conflict("fact-name-taken");
    await tx.insert(factValues).values({ factId: fact.id, number: 1, ...statement, asOf: new Date(asOf), proposedBy: staffId, proposedAt: ctx.clock.now() });
    await recordAudit(tx, ctx, { action: "fact.create", object: { kind: "fact", id: fact.id }, incidentId, details: { name, kind: statement.value.kind } });
    return { factId: fact.id };
  });
}
