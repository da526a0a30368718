import { and, eq, sql } from "drizzle-orm";
import { incidentRevisions } from "@/db/schema/incidents";
import { recordAudit } from "../audit/record-audit";
import { readFacts } from "../facts/queries";
import { factValuesOf } from "../facts/rules";
import { authorise, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { submitIncidentRevisionInput } from "./input";
import { mayEditIncidents } from "./policy";
import { getRevisionForUpdate } from "./queries";
import { whyNotSubmittable } from "./rules";

/** Ask for a draft to be published. It must hold what the law asks for in every language; from here nobody edits it. @throws {Forbidden} @throws {Invalid} @throws {Conflict} */
export async function submitIncidentRevision(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayEditIncidents);
  const { incidentId, number, edit } = parseInput(submitIncidentRevisionInput, raw);
  await withTransaction(ctx, async (tx) => {
    const refusal = whyNotSubmittable(await getRevisionForUpdate(tx, incidentId, number), factValuesOf(await readFacts(tx, incidentId)));
    if (refusal) throw refusal;
    const moved = await tx
      .update(incidentRevisions)
      .set({ state: "in-review", updatedAt: sql`now()` })
      .where(and(eq(incidentRevisions.incidentId, incidentId), eq(incidentRevisions.number, number), eq(incidentRevisions.state, "draft"), eq(incidentRevisions.edit, edit)))
      .returning({ number: incidentRevisions.number });
    if (moved.length === 0) throw new Conflict("draft-changed-meanwhile");
    await recordAudit(tx, ctx, { action: "incident.submit", object: { kind: "incident", id: incidentId }, incidentId, details: { revision: number, edit } });
  });
}
