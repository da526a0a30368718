import { desc, eq } from "drizzle-orm";
import { factValues, facts } from "@/db/schema/facts";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Invalid, NotFound, parseInputByPath } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { proposeFactValueInput } from "./input";
import { mayProposeFacts } from "./policy";

/**
 * Propose what a fact is to say instead. `base` is the value that the proposer has seen: whoever has not seen the latest is told, and so is the second of two
 * who propose at once. A proposal is never edited; whoever made it withdraws it and makes another. @throws {Forbidden} @throws {Invalid} @throws {Conflict}
 */
export async function proposeFactValue(ctx: Context, raw: unknown): Promise<{ number: number }> {
  authorise(ctx, mayProposeFacts);
  const { staffId } = requireStaffActor(ctx);
  const { factId, base, asOf, ...statement } = parseInputByPath(proposeFactValueInput, raw);
  return withTransaction(ctx, async (tx) => {
    const [fact] = await tx.select().from(facts).where(eq(facts.id, factId)).for("update");
    if (!fact) throw new NotFound("fact");
    if (statement.value.kind !== fact.kind) throw new Invalid({ form: ["fact-kind"] });
    const known = await tx.select({ number: factValues.number, state: factValues.state }).from(factValues).where(eq(factValues.factId, factId)).orderBy(desc(factValues.number));
    if (known.some(({ state }) => state === "proposed")) throw new Conflict("fact-proposal-open");
    if ((known.find(({ state }) => state === "approved")?.number ?? 0) !== base) throw new Conflict("fact-changed-meanwhile");
    const number = (known[0]?.number ?? 0) + 1;
    await tx.insert(factValues).values({ factId, number, ...statement, asOf: new Date(asOf), proposedBy: staffId, proposedAt: ctx.clock.now() });
    await recordAudit(tx, ctx, { action: "fact.propose", object: { kind: "fact", id: factId }, incidentId: fact.incidentId, details: { name: fact.name, number, instead: base } });
    return { number };
  });
}
