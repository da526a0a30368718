import { and, asc, eq, isNull, sql } from "drizzle-orm";
import { loadReportPeriod, loadRetentionPeriods } from "@/content/retention/periods";
import { incidents } from "@/db/schema/incidents";
import { retentionClocks } from "@/db/schema/retention";
import { retentionClasses, type RetentionClass } from "@/db/values/retention";
import { raiseAlarm } from "../alarms/raise-alarm";
import { recordAudit } from "../audit/record-audit";
import { forgetReports } from "../authenticity/reports/forget-reports";
import { keepHoldsOut } from "../erasure/legal-hold";
import { forgetObjects } from "../evidence/remove-evidence";
import type { ObjectStore } from "../evidence/types";
import { authorise, type Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import { withTransaction, type Executor } from "../kernel/transaction";
import { classes, type Chunk } from "./classes";
import { mayKeepRetention } from "./policy";
import { addUp, isNothing, reckonDue, shift } from "./rules";

/** What one job gets through at most, that others come to their turn; the next goes on. */
const CHUNKS = 300;
/** Reports of fakes that go in one transaction. */
const REPORTS = 2_000;

type Clock = typeof retentionClocks.$inferSelect;

/**
 * Tell of what falls due soon, and erase what is, incident by incident and class by class. Each chunk is a transaction that also says what went, so that a run that is killed goes on where it was; what is held is not
 * touched, and whoever places a hold meanwhile waits for one chunk. Doing it again does nothing. @returns whether more is left to do @throws {Forbidden}
 */
export async function keepRetention(ctx: Context, store: ObjectStore, { chunks = CHUNKS }: { chunks?: number } = {}): Promise<boolean> {
  authorise(ctx, mayKeepRetention);
  const standing = await ctx.db.select({ id: incidents.id }).from(incidents).where(isNull(incidents.erasedAt)).orderBy(asc(incidents.id));
  let left = chunks;
  while ((await keepReports(ctx)) > 0) if (--left === 0) return true;
  for (const { id: incidentId } of standing) {
    for (const of of retentionClasses) {
      for (let more = true; more; left--) {
        if (left === 0) return true;
        more = await keepClass(ctx, store, incidentId, of);
      }
    }
  }
  return false;
}

/** One chunk of the reports of fakes whose time is over; they hang on no incident, and no hold is about them. */
async function keepReports(ctx: Context): Promise<number> {
  const { keep, unit } = loadReportPeriod();
  return withTransaction(ctx, async (tx) => {
    const reports = await forgetReports(tx, shift(ctx.clock.now(), -keep, unit), REPORTS);
    if (reports > 0) await recordAudit(tx, ctx, { action: "retention.erase", object: { kind: "installation", id: null }, details: { class: "reports", keep, unit, erased: { reports } } });
    return reports;
  });
}

/** One chunk of one class; true while more of it may be due. What an import or a rotation of the index stands against comes another hour, and a fault keeps no other class up. */
async function keepClass(ctx: Context, store: ObjectStore, incidentId: string, of: RetentionClass): Promise<boolean> {
  try {
    const { more, papers } = await withTransaction(ctx, (tx) => turnClock(tx, ctx, incidentId, of));
    for (const { objects, ...paper } of papers) await forgetObjects(ctx, store, paper, objects);
    return more;
  } catch (error) {
    if (error instanceof Conflict) ctx.log.info({ incident: incidentId, class: of, reason: error.reason }, "retention comes back to this class");
    else ctx.log.error({ incident: incidentId, class: of, err: error }, "a class of records could not be erased");
    return false;
  }
}

const NOTHING: Chunk = { erased: {}, papers: [], more: false };

async function turnClock(tx: Executor, ctx: Context, incidentId: string, of: RetentionClass): Promise<Chunk> {
  await keepHoldsOut(tx, incidentId);
  const clock = await holdClock(tx, incidentId, of);
  const { rows: [here] } = await tx.execute<{ held: boolean }>(sql`select is_held(${incidentId}, ${of}) as held from incidents where id = ${incidentId} and erased_at is null for share`);
  if (!here) return NOTHING;
  const { keep: usual, unit, notice } = loadRetentionPeriods()[of];
  const keep = clock.keep ?? usual;
  const now = ctx.clock.now();
  const set = (values: Partial<Clock>) => tx.update(retentionClocks).set({ ...values, lookedAt: now }).where(same(incidentId, of));
  const look = async (noticedAt: Date | null, cursor: bigint) => {
    const first = await classes[of].first(tx, incidentId, cursor);
    const due = first && reckonDue({ first, keep, unit, notice, noticedAt }, now);
    return { due, next: { nextDueAt: due?.dueAt ?? null, noticedAt: due?.near ? noticedAt : null } };
  };

  const { due, next } = await look(here.held ? null : clock.noticedAt, clock.cursor);
  if (due?.tell && !here.held) {
    next.noticedAt = now;
    await announce(tx, ctx, incidentId, of, due.dueAt);
  }
  const announced = notice === undefined || (next.noticedAt !== null && shift(next.noticedAt, notice, "days") <= now);
  const ready = due !== null && announced && !here.held;
  if (here.held || (!ready && clock.beganAt === null)) {
    await set(next);
    return NOTHING;
  }
  // Written before anything goes: by it the database lets decisions, intakes and accounts go, and refuses what is held.
  await set({ beganAt: clock.beganAt ?? now });
  const chunk = ready ? await classes[of].erase(tx, incidentId, shift(now, -keep, unit), clock.cursor) : NOTHING;
  const sum = addUp(clock.erasing, chunk.erased);
  const cursor = chunk.cursor ?? clock.cursor;
  if (chunk.more) {
    await set({ ...next, erasing: sum, cursor });
    return chunk;
  }
  const went = isNothing(sum) ? {} : { erased: sum, erasedAt: now };
  if (!isNothing(sum)) await recordAudit(tx, ctx, { action: "retention.erase", object: { kind: "incident", id: incidentId }, incidentId, details: { class: of, keep, unit, erased: sum } });
  await set({ ...(await look(next.noticedAt, cursor)).next, ...went, beganAt: null, erasing: {}, cursor });
  return chunk;
}

const same = (incidentId: string, of: RetentionClass) => and(eq(retentionClocks.incidentId, incidentId), eq(retentionClocks.class, of));

/** The clock of a class, made where there is none, and held: two workers take turns. */
async function holdClock(tx: Executor, incidentId: string, of: RetentionClass): Promise<Clock> {
  await tx.insert(retentionClocks).values({ incidentId, class: of }).onConflictDoNothing();
  const [clock] = await tx.select().from(retentionClocks).where(same(incidentId, of)).for("update");
  if (!clock) throw new Error("no clock");
  return clock;
}

/** Tell security that something of a class falls due: classes of one incident join one alarm, which names the day of each. */
async function announce(tx: Executor, ctx: Context, incidentId: string, of: RetentionClass, dueAt: Date): Promise<void> {
  const [day] = dueAt.toISOString().split("T");
  await raiseAlarm(tx, ctx, { kind: "retention-due", severity: "warning", object: { kind: "retention", id: incidentId }, occurrence: `${of}:${day}`, incidentId, details: { [`due-${of}`]: day } });
}
