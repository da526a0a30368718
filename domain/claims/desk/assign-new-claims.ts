import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { claimDesks } from "@/db/schema/claims-desk";
import { claims } from "@/db/schema/claims";
import { benefitsOf } from "@/db/values/claim-facets";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { listClaimStaff } from "../../staff/queries";
import { incidentToday } from "../queries/incident-time-zone";
import { OPEN_STATES, tookPart } from "../rules";
import { holdAssigning } from "./assign-claim";
import { readAgents, type DeskMember } from "./list-agents";
import { mayAssignNew } from "./policy";
import { pickAgent } from "./rules";

/** Claims that are looked at in one transaction, so that nobody who assigns by hand waits for long. */
const PAGE = 200;
/** Pages that one look gets through at most; the next comes in a minute. */
const PAGES = 50;

/**
 * Give open claims that nobody has to whoever fits and has the fewest, those first that were filed first, in every incident whose lead asked for it: what was just filed, appeals, and what was set free. An appeal goes to
 * nobody who had a part in the first decision. Claims that nobody can be given are passed over; once nobody has room the look ends.
 */
export async function assignNewClaims(ctx: Context): Promise<void> {
  authorise(ctx, mayAssignNew);
  const people = await listClaimStaff(ctx);
  for (const { incidentId } of await ctx.db.select({ incidentId: claimDesks.incidentId }).from(claimDesks).where(eq(claimDesks.assignsNew, true))) {
    let after: string | null = null;
    for (let page = 0; page < PAGES; page++) {
      after = await withTransaction(ctx, (tx) => assignPage(tx, ctx, { incidentId, people, after }));
      if (!after) break;
    }
  }
}

interface Page {
  incidentId: string;
  people: { id: string; name: string }[];
  after: string | null;
}

/** The id of the last claim of the page; null where there is no more to do. */
async function assignPage(tx: Executor, ctx: Context, { incidentId, people, after }: Page): Promise<string | null> {
  await holdAssigning(tx);
  const agents = await readAgents(tx, people);
  const today = await incidentToday(tx, ctx, incidentId);
  const waiting = and(eq(claims.incidentId, incidentId), inArray(claims.state, [...OPEN_STATES]), isNull(claims.assignedTo), after === null ? undefined : sql`(${claims.submittedAt}, ${claims.id}) > (select c.submitted_at, c.id from claims c where c.id = ${after})`);
  const rows = await tx.select().from(claims).where(waiting).orderBy(asc(claims.submittedAt), asc(claims.id)).limit(PAGE).for("update", { skipLocked: true });
  for (const row of rows) {
    if (!hasRoom(agents)) return null;
    const agent = pickAgent(agents.filter(({ staffId }) => !tookPart(row, staffId)), { locale: row.locale, benefits: benefitsOf(row.benefits) }, today);
    if (!agent) continue;
    await tx.update(claims).set({ assignedTo: agent.staffId }).where(eq(claims.id, row.id));
    agent.openClaims += 1;
    await recordAudit(tx, ctx, { action: "claim.assign", object: { kind: "claim", id: row.id }, incidentId, details: { from: null, to: agent.staffId, by: "rule" } });
  }
  return rows.length === PAGE ? (rows.at(-1)?.id ?? null) : null;
}

const hasRoom = (agents: readonly DeskMember[]) => agents.some(({ openClaims, loadLimit }) => openClaims < loadLimit);
