import { and, desc, eq, isNull, sql } from "drizzle-orm";
import { canaries, canaryHits } from "@/db/schema/canaries";
import { authorise, type Context } from "../../kernel/context";
import { openCanary } from "./canary-record";
import { mayReadCanaries } from "./policy";
import type { Canary, CanaryHit } from "./types";

const MOST = 200;

/** The planted records of an incident, with proposals and what was lifted, the newest first; masked. @throws {Forbidden} */
export async function listCanaries(ctx: Context, incidentId: string): Promise<Canary[]> {
  authorise(ctx, mayReadCanaries);
  const rows = await ctx.db.select().from(canaries).where(eq(canaries.incidentId, incidentId)).orderBy(desc(canaries.createdAt)).limit(MOST);
  return Promise.all(
    rows.map(async (row) => {
      const [local = "", domain = ""] = (await openCanary(ctx, row)).e[0]?.split("@") ?? [];
      const { state, proposedBy, plantedBy, createdAt, plantedAt } = row;
      return { subjectId: row.subjectId.toString(), state, contact: `${local.slice(0, 1)}•••@${domain}`, proposedBy, plantedBy, createdAt, plantedAt };
    }),
  );
}

/** Who came with a planted record, the newest first. @throws {Forbidden} */
export async function listCanaryHits(ctx: Context, incidentId: string): Promise<CanaryHit[]> {
  authorise(ctx, mayReadCanaries);
  const rows = await ctx.db.select().from(canaryHits).where(eq(canaryHits.incidentId, incidentId)).orderBy(desc(canaryHits.id)).limit(MOST);
  return rows.map(({ id, subjectId, kind, staffId, at, seenBy }) => ({ id, subjectId: subjectId.toString(), kind, staffId, at, seenBy }));
}

/** How many of them nobody has said to have seen. @throws {Forbidden} */
export async function countOpenCanaryHits(ctx: Context, incidentId: string): Promise<number> {
  authorise(ctx, mayReadCanaries);
  const [row] = await ctx.db.select({ hits: sql<number>`count(*)::int` }).from(canaryHits).where(and(eq(canaryHits.incidentId, incidentId), isNull(canaryHits.seenAt)));
  return row?.hits ?? 0;
}
