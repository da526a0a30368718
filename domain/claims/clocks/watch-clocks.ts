import { and, asc, eq, inArray, lte, sql } from "drizzle-orm";
import { claimClocks, claimLateMails } from "@/db/schema/claim-clocks";
import { recordAudit } from "../../audit/record-audit";
import { authorise, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { mayWatchClocks } from "../policy";
import { mailLeads } from "./mail-leads";
import { ourKinds } from "./our-kinds";

/** So many at once, that nobody's act waits for long. */
const BATCH = 500;
/** What one look gets through at most; the next comes in a minute. */
const BATCHES = 40;
/** Leads get a mail at once, and then one an hour for what has become late since: a bad morning is one mail and not a hundred. */
const MAIL_HOURS = 1;

const keyOfClock = { claimId: claimClocks.claimId, kind: claimClocks.kind, round: claimClocks.round };

/**
 * Mark the clocks that have run out, each once and with its audit event, and those that will soon; then tell the leads of those that ran out since their last mail. Reads only what is due, by
 * index.
 */
export async function watchClocks(ctx: Context, consoleUrl: string): Promise<void> {
  authorise(ctx, mayWatchClocks);
  const now = ctx.clock.now();
  for (let batch = 0; batch < BATCHES && (await markLate(ctx, now)) === BATCH; batch++);
  for (let batch = 0; batch < BATCHES && (await markSoon(ctx, now)) === BATCH; batch++);
  for (const incidentId of await listUntold(ctx, now)) {
    await withTransaction(ctx, async (tx) => {
      const [before] = await tx.select().from(claimLateMails).where(eq(claimLateMails.incidentId, incidentId)).for("update");
      const told = await tx
        .insert(claimLateMails)
        .values({ incidentId, mailedAt: now })
        .onConflictDoUpdate({ target: claimLateMails.incidentId, set: { mailedAt: now }, setWhere: lte(claimLateMails.mailedAt, hourBefore(now)) })
        .returning();
      if (told.length > 0) await mailLeads(tx, ctx, { incidentId, since: before?.mailedAt ?? null, consoleUrl });
    });
  }
}

async function markLate(ctx: Context, now: Date): Promise<number> {
  return withTransaction(ctx, async (tx) => {
    const due = tx.select(keyOfClock).from(claimClocks).where(and(inArray(claimClocks.stage, ["running", "soon"]), lte(claimClocks.dueAt, now))).orderBy(asc(claimClocks.dueAt)).limit(BATCH).for("update", { skipLocked: true });
    const marked = await tx.update(claimClocks).set({ stage: "late", breachedAt: now }).where(sql`(claim_id, kind, round) in (${due})`).returning();
    const inOrder = marked.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime());
    await recordAudit(tx, ctx, inOrder.map(({ claimId, incidentId, kind, dueAt, agentId }) => ({ action: "claim.become-late", object: { kind: "claim", id: claimId }, incidentId, details: { clock: kind, dueAt: dueAt.toISOString(), agent: agentId } })));
    return marked.length;
  });
}

async function markSoon(ctx: Context, now: Date): Promise<number> {
  return withTransaction(ctx, async (tx) => {
    const soon = tx.select(keyOfClock).from(claimClocks).where(and(eq(claimClocks.stage, "running"), lte(claimClocks.soonAt, now))).limit(BATCH).for("update", { skipLocked: true });
    const marked = await tx.update(claimClocks).set({ stage: "soon" }).where(sql`(claim_id, kind, round) in (${soon})`).returning({ kind: claimClocks.kind });
    return marked.length;
  });
}

/** Incidents of which something ran out since their leads were told, where that was an hour ago: a look into an index for each. */
async function listUntold(ctx: Context, now: Date): Promise<string[]> {
  const { rows } = await ctx.db.execute<{ id: string }>(sql`
    select i.id from incidents i left join claim_late_mails m on m.incident_id = i.id
    where (m.mailed_at is null or m.mailed_at <= ${hourBefore(now).toISOString()}::timestamptz)
      and (select k.breached_at from claim_clocks k where k.incident_id = i.id and k.stage = 'late' and k.kind = any(${sql.param(ourKinds)}) order by k.breached_at desc limit 1) > coalesce(m.mailed_at, '-infinity')`);
  return rows.map(({ id }) => id);
}

function hourBefore(now: Date): Date {
  return new Date(now.getTime() - MAIL_HOURS * 3_600_000);
}
