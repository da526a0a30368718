import { randomUUID } from "node:crypto";
import { and, eq, sql } from "drizzle-orm";
import { evidenceFiles } from "@/db/schema/evidence";
import { recordAudit } from "../audit/record-audit";
import type { Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { sealJson } from "../keys/sealed";
import { namePlace, ofOwner, openName, type EvidenceRow } from "./find-evidence";
import { startEvidenceInput } from "./input";
import { MOST_PAPERS, readableName } from "./rules";
import type { EvidenceOwner } from "./types";

/**
 * Begin to hand in a paper, or find how far the same one (by name and size) came when its upload broke off. An owner has twenty places; which is free is settled by
 * the database, so papers begun at the same time never make more. @throws {Invalid} @throws {Conflict} when all places are taken
 */
export async function startEvidence(ctx: Context, owner: EvidenceOwner, raw: unknown, { resume = true }: { resume?: boolean } = {}): Promise<{ id: string; received: number }> {
  const { name: given, size } = parseInput(startEvidenceInput, raw);
  const name = readableName(given);
  const begun = resume ? await findBegun(ctx, owner, name, size) : null;
  if (begun) return { id: begun.id, received: begun.received };
  const row = { incidentId: owner.incidentId, id: randomUUID() };
  const sealedName = await sealJson(ctx.keys, namePlace(row), name);
  // Whoever loses a place to another tries the next; each try that fails has filled one.
  for (let tries = 0; tries <= MOST_PAPERS; tries++) {
    const taken = await takePlace(ctx, owner, { ...row, sealedName, size });
    if (taken === "full") throw new Conflict("papers-full", { most: MOST_PAPERS });
    if (taken === "taken") return { id: row.id, received: 0 };
  }
  throw new Conflict("papers-full", { most: MOST_PAPERS });
}

async function findBegun(ctx: Context, owner: EvidenceOwner, name: string, size: number): Promise<EvidenceRow | null> {
  const open = await ctx.db.select().from(evidenceFiles).where(and(ofOwner(owner), eq(evidenceFiles.state, "uploading"), eq(evidenceFiles.size, size)));
  for (const row of open) if ((await openName(ctx.keys, row)) === name) return row;
  return null;
}

async function takePlace(ctx: Context, owner: EvidenceOwner, row: { incidentId: string; id: string; sealedName: Buffer; size: number }): Promise<"taken" | "lost" | "full"> {
  const { rows } = await ctx.db.execute<{ place: number }>(sql`
    select n as place from generate_series(1, ${MOST_PAPERS}) as free(n)
    where not exists (select from ${evidenceFiles} f where f.incident_id = ${owner.incidentId} and f.owner_kind = ${owner.kind} and f.owner_id = ${owner.id} and f.place = n)
    order by n limit 1`);
  const place = rows[0]?.place;
  if (place === undefined) return "full";
  return withTransaction(ctx, async (tx) => {
    const inserted = await tx.insert(evidenceFiles).values({ ...row, place, ownerKind: owner.kind, ownerId: owner.id }).onConflictDoNothing().returning({ id: evidenceFiles.id });
    if (inserted.length === 0) return "lost";
    await recordAudit(tx, ctx, { action: "evidence.start", object: { kind: "evidence", id: row.id }, incidentId: owner.incidentId, details: { owner: owner.kind, ownerId: owner.id, size: row.size } });
    return "taken";
  });
}
