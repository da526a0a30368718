import { desc, eq } from "drizzle-orm";
import { erasures } from "@/db/schema/erasures";
import { incidents } from "@/db/schema/incidents";
import type { Obstacle } from "@/db/values/erasures";
import { authorise, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { requireUuid } from "../kernel/ids";
import { findObstacles } from "./find-obstacles";
import { mayReadErasures } from "./policy";
import { backupsGone } from "./rules";
import type { Erasure, ErasureRow } from "./types";

const MOST = 200;

function toErasure(row: ErasureRow): Erasure {
  const { id, number, incidentId, kind, subjectId, contactIndex, state, ground, reason, proposedBy, proposedAt, decidedBy, decidedAt, doneAt, erased, obstacles, backupDays, replayedAt } = row;
  return { id, number, incidentId, kind, subjectId, contact: contactIndex?.toString("hex") ?? null, state, ground, reason, proposedBy, proposedAt, decidedBy, decidedAt, doneAt, erased, obstacles, replayedAt, backupsGone: backupsGone(doneAt, backupDays) };
}

/** Erasures of an incident, proposed and done, the newest first, up to 200. @throws {Forbidden} */
export async function listErasures(ctx: Context, incidentId: string): Promise<Erasure[]> {
  authorise(ctx, mayReadErasures);
  const rows = await ctx.db.select().from(erasures).where(eq(erasures.incidentId, incidentId)).orderBy(desc(erasures.proposedAt)).limit(MOST);
  return rows.map(toErasure);
}

/** Erasures of whole incidents, of every incident, the newest first. @throws {Forbidden} */
export async function listIncidentErasures(ctx: Context): Promise<(Erasure & { slug: string })[]> {
  authorise(ctx, mayReadErasures);
  const rows = await ctx.db.select({ erasure: erasures, slug: incidents.slug }).from(erasures).innerJoin(incidents, eq(incidents.id, erasures.incidentId)).where(eq(erasures.kind, "incident")).orderBy(desc(erasures.proposedAt)).limit(MOST);
  return rows.map(({ erasure, slug }) => ({ ...toErasure(erasure), slug }));
}

/** The name of an incident in addresses, which is typed to confirm that it is the one. Null where this database has no such incident. @throws {Forbidden} */
export async function findSlug(ctx: Context, incidentId: string): Promise<string | null> {
  authorise(ctx, mayReadErasures);
  const [row] = await ctx.db.select({ slug: incidents.slug }).from(incidents).where(eq(incidents.id, incidentId));
  return row?.slug ?? null;
}

/** @throws {Forbidden} @throws {NotFound} */
export async function getErasure(ctx: Context, erasureId: string): Promise<Erasure> {
  authorise(ctx, mayReadErasures);
  const [row] = await ctx.db.select().from(erasures).where(eq(erasures.id, requireUuid(erasureId, "erasure")));
  if (!row) throw new NotFound("erasure");
  return toErasure(row);
}

/** What stands against a proposed erasure now. @throws {Forbidden} */
export async function readObstacles(ctx: Context, { incidentId, subjectId, contact }: Pick<Erasure, "incidentId" | "subjectId" | "contact">): Promise<Obstacle[]> {
  authorise(ctx, mayReadErasures);
  return findObstacles(ctx.db, ctx, { incidentId, subjectId, contactIndex: contact === null ? null : Buffer.from(contact, "hex") });
}
