import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { evidenceFiles } from "@/db/schema/evidence";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";
import { mayInspectEvidence } from "./policy";
import { GIVEN_UP_HOURS } from "./rules";
import type { ObjectStore } from "./types";

/** An object is written before its row names it: a young one may be about to be named. */
const YOUNG_MS = 3_600_000;
const AT_ONCE = 500;
const UUID = /^[0-9a-f-]{36}$/;

/** Give up uploads that nobody goes on with, then remove every object that no paper names: of papers, claims and incidents that are gone, and of work that broke off. Returns how many objects went. */
export async function sweepEvidence(ctx: Context, store: ObjectStore): Promise<number> {
  authorise(ctx, mayInspectEvidence);
  await withTransaction(ctx, async (tx) => {
    const gone = await tx.delete(evidenceFiles).where(and(eq(evidenceFiles.state, "uploading"), lt(evidenceFiles.changedAt, sql`clock_timestamp() - make_interval(hours => ${GIVEN_UP_HOURS})`))).returning({ id: evidenceFiles.id });
    if (gone.length > 0) await recordAudit(tx, ctx, { action: "evidence.give-up", object: { kind: "evidence", id: null }, details: { papers: gone.map(({ id }) => id) } });
  });
  const before = ctx.clock.now().getTime() - YOUNG_MS;
  let removed = 0;
  let names: string[] = [];
  for await (const { name, changedAt } of store.list()) {
    if (changedAt.getTime() > before) continue;
    names.push(name);
    if (names.length === AT_ONCE) {
      removed += await removeUnnamed(ctx, store, names);
      names = [];
    }
  }
  removed += await removeUnnamed(ctx, store, names);
  if (removed > 0) ctx.log.info({ removed }, "objects of no paper removed");
  return removed;
}

async function removeUnnamed(ctx: Context, store: ObjectStore, names: readonly string[]): Promise<number> {
  const papers = [...new Set(names.map((name) => name.split("/")[1] ?? ""))].filter((id) => UUID.test(id));
  const rows = papers.length === 0 ? [] : await ctx.db.select({ incidentId: evidenceFiles.incidentId, id: evidenceFiles.id, pieces: evidenceFiles.pieces, cleanObject: evidenceFiles.cleanObject }).from(evidenceFiles).where(inArray(evidenceFiles.id, papers));
  const named = new Set(rows.flatMap(({ incidentId, id, pieces, cleanObject }) => [...pieces, cleanObject].map((object) => `${incidentId}/${id}/${object}`)));
  const unnamed = names.filter((name) => !named.has(name));
  for (const name of unnamed) await store.remove(name);
  return unnamed.length;
}
