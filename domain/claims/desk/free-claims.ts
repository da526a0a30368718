import { and, asc, eq, gt, inArray, isNotNull, isNull, sql, type SQL } from "drizzle-orm";
import { claimLoads } from "@/db/schema/claims-desk";
import { claims } from "@/db/schema/claims";
import { incidents } from "@/db/schema/incidents";
import { flagBit } from "@/db/values/claim-facets";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { listClaimStaff } from "../../staff/queries";
import { mayEnterPaperClaims } from "../policy";
import { incidentTimeZone, incidentToday } from "../queries/incident-time-zone";
import { OPEN_STATES } from "../rules";
import { readAgents } from "./list-agents";
import { mayAssignNew } from "./policy";
import { isAway, type Agent } from "./rules";

/** Claims that are set free in one transaction, so that nobody's act waits for long. */
const BATCH = 200;
/** Batches of one person in one look; the next comes in a minute. */
const BATCHES = 50;

const isOpen = inArray(claims.state, [...OPEN_STATES]);
/** What is somebody's while it is a draft: drafts of claimants are nobody's. */
const isEntry = and(eq(claims.state, "draft"), isNull(claims.erasedAt));

/**
 * Take open claims from those who cannot work on them, so that nobody's claim waits for somebody who does not come: all claims of whoever may not come in any more, is suspended or has no role that works on claims; and of
 * whoever is away those that cannot wait until they are back. Nothing else of a claim changes: what was begun, noted and asked stays with it for whoever has it next. An entry from paper never waits: its person has heard
 * nothing yet, no clock holds it, and a pool is not shared before it.
 */
export async function freeClaims(ctx: Context): Promise<void> {
  authorise(ctx, mayAssignNew);
  const [people, enterers] = [await listClaimStaff(ctx), await listClaimStaff(ctx, mayEnterPaperClaims.roles)];
  const entries = await ctx.db.selectDistinct({ staffId: sql<string>`${claims.assignedTo}` }).from(claims).where(and(isNotNull(claims.assignedTo), isEntry));
  const workers = people.map(({ id }) => id).join();
  for (const { staffId } of await ctx.db.select({ staffId: claimLoads.staffId }).from(claimLoads).where(and(gt(claimLoads.openClaims, 0), sql`${claimLoads.staffId} <> all(string_to_array(${workers}, ',')::uuid[])`))) await freeAll(ctx, staffId, "gone", isOpen);
  for (const { staffId } of entries) if (!enterers.some(({ id }) => id === staffId)) await freeAll(ctx, staffId, "gone", isEntry);
  const absent = (await readAgents(ctx.db, people)).filter(({ staffId, absence, openClaims }) => absence !== null && (openClaims > 0 || entries.some((entry) => entry.staffId === staffId)));
  if (absent.length === 0) return;
  for (const { id } of await ctx.db.select({ id: incidents.id }).from(incidents)) {
    const [timeZone, today] = [await incidentTimeZone(ctx.db, id), await incidentToday(ctx.db, ctx, id)];
    for (const agent of absent) {
      if (!isAway(agent, today)) continue;
      await freeAll(ctx, agent.staffId, "away", and(eq(claims.incidentId, id), isOpen, cannotWait(agent, timeZone, ctx.clock.now())));
      await freeAll(ctx, agent.staffId, "away", and(eq(claims.incidentId, id), isEntry));
    }
  }
}

/**
 * Of whoever is away: what the claimant has written or handed in since, what is due before the first day on which they are back, and what a claimant did not answer in time. What waits for the claimant meanwhile, and what
 * can wait for its agent, stays theirs.
 */
function cannotWait({ absence }: Pick<Agent, "absence">, timeZone: string, now: Date): SQL {
  const until = absence?.until ?? null;
  const dueBefore = until === null ? sql`true` : sql`${claims.nextDueAt} < (${until}::date + 1)::timestamp at time zone ${timeZone}`;
  return sql`case when ${claims.state} = 'needs-information' then ${claims.nextDueAt} <= ${now.toISOString()}::timestamptz else (${claims.flags} & ${flagBit("unread")}::integer) <> 0 or ${dueBefore} end`;
}

async function freeAll(ctx: Context, staffId: string, why: "gone" | "away", which: SQL | undefined): Promise<void> {
  for (let batch = 0; batch < BATCHES && (await freeBatch(ctx, staffId, why, which)) === BATCH; batch++);
}

async function freeBatch(ctx: Context, staffId: string, why: "gone" | "away", which: SQL | undefined): Promise<number> {
  return withTransaction(ctx, async (tx) => {
    const theirs = tx.select({ id: claims.id }).from(claims).where(and(eq(claims.assignedTo, staffId), which)).orderBy(asc(claims.id)).limit(BATCH).for("update", { skipLocked: true });
    const freed = await tx.update(claims).set({ assignedTo: null }).where(inArray(claims.id, theirs)).returning({ id: claims.id, incidentId: claims.incidentId });
    await recordAudit(tx, ctx, freed.map(({ id, incidentId }) => ({ action: "claim.assign", object: { kind: "claim", id }, incidentId, details: { from: staffId, to: null, by: "rule", why } })));
    return freed.length;
  });
}
