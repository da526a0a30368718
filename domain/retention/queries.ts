import { and, desc, eq, isNull } from "drizzle-orm";
import { loadRetentionPeriods } from "@/content/retention/periods";
import { incidents } from "@/db/schema/incidents";
import { legalHolds, retentionClocks, retentionProposals } from "@/db/schema/retention";
import type { Obstacle } from "@/db/values/erasures";
import { retentionClasses } from "@/db/values/retention";
import { findIncidentObstacles } from "../erasure/incident/find-incident-obstacles";
import { authorise, type Context } from "../kernel/context";
import { mayReadRetention } from "./policy";
import type { LegalHold, RetentionClock, RetentionProposal } from "./types";

/** Decided proposals that are shown. */
const MOST = 50;

export interface Retention {
  closedAt: Date | null;
  clocks: RetentionClock[];
  /** Holds that stand, the newest first. */
  holds: LegalHold[];
  open: RetentionProposal[];
  /** What was decided, the newest first. */
  decided: RetentionProposal[];
}

/** Every class of an incident's records as it stands; what the worker wrote, and nothing that has to be counted. @throws {Forbidden} */
export async function readRetention(ctx: Context, incidentId: string): Promise<Retention> {
  authorise(ctx, mayReadRetention);
  const [[incident], rows, holds, proposals] = await Promise.all([
    ctx.db.select({ closedAt: incidents.closedAt }).from(incidents).where(eq(incidents.id, incidentId)),
    ctx.db.select().from(retentionClocks).where(eq(retentionClocks.incidentId, incidentId)),
    ctx.db.select().from(legalHolds).where(and(eq(legalHolds.incidentId, incidentId), isNull(legalHolds.liftedAt))).orderBy(desc(legalHolds.placedAt)),
    ctx.db.select().from(retentionProposals).where(eq(retentionProposals.incidentId, incidentId)).orderBy(desc(retentionProposals.proposedAt)).limit(MOST),
  ]);
  const periods = loadRetentionPeriods();
  const clocks = retentionClasses.map((of): RetentionClock => {
    const { keep: usual, unit, least, from, ground, notice } = periods[of];
    const row = rows.find((clock) => clock.class === of);
    return {
      ...{ class: of, unit, least, from, ground, notice, usual },
      keep: row?.keep ?? usual,
      nextDueAt: row?.nextDueAt ?? null,
      lookedAt: row?.lookedAt ?? null,
      held: holds.some((hold) => hold.class === null || hold.class === of),
      running: row?.beganAt != null,
      last: row?.erasedAt ? { at: row.erasedAt, erased: row.erased } : null,
    };
  });
  return { closedAt: incident?.closedAt ?? null, clocks, holds, open: proposals.filter(({ state }) => state === "proposed"), decided: proposals.filter(({ state }) => state !== "proposed") };
}

/** What has to be finished before an incident is closed for the public. @throws {Forbidden} */
export async function readUnfinished(ctx: Context, incidentId: string): Promise<Obstacle[]> {
  authorise(ctx, mayReadRetention);
  return findIncidentObstacles(ctx.db, incidentId);
}
