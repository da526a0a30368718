import { and, eq, inArray, notInArray, sql } from "drizzle-orm";
import { claimExplanations, claimRisks, claimTraces } from "@/db/schema/claim-risk";
import { evidenceFiles } from "@/db/schema/evidence";
import { findSubjectRecord, openSubject } from "../../exposure/subject-records";
import type { Context } from "../../kernel/context";
import { enqueue } from "../../kernel/job";
import type { Executor } from "../../kernel/transaction";
import { INSTALLATION } from "../../keys/key-ring";
import { openAnswers, openPayout, type ClaimRow } from "../queries/read-claim";
import { watchNetworkJob, weighClaimJob } from "./jobs";
import { makeTraces, type Trace } from "./make-traces";
import { compareNames } from "./names";
import type { ClaimOrigin } from "./types";

/** The key that a trace is made under. Ask for it before a transaction: the first time it takes a connection of its own. */
export async function traceKey(ctx: Pick<Context, "keys">): Promise<Buffer> {
  return (await ctx.keys.current("blind-index", INSTALLATION)).bytes;
}

/**
 * Write what a filed claim has to be compared by, in the transaction that files it or changes its account or papers. Call it with the row as it is then. Where it was changed from is added to where it
 * was filed from; of everything else what no longer holds goes. What stays keeps its moment, so that an explanation is not taken back by a change elsewhere. The rest of a claim has only what its first claim has not:
 * an account or a paper that came later. So one person on two claims never looks like two.
 */
export async function recordTraces(tx: Executor, ctx: Context, row: ClaimRow, origin: ClaimOrigin | null = null): Promise<void> {
  const [key, answers, payout] = [await traceKey(ctx), await openAnswers(ctx, row), await openPayout(ctx, row)];
  if (!answers) return;
  const found = await findSubjectRecord(tx, row.incidentId, row.subjectId, row.datasetVersion);
  const record = found && (await openSubject(ctx, row.incidentId, found));
  const made = makeTraces(key, { answers, payout, record, country: found?.country ?? "KR", origin, papers: await papersOf(tx, row) });
  const known = row.restOf === null ? [] : await tx.select({ kind: claimTraces.kind, trace: claimTraces.trace }).from(claimTraces).where(eq(claimTraces.claimId, row.restOf));
  const traces = made.filter((one) => !known.some(({ kind, trace }) => kind === one.kind && trace.equals(one.trace)));
  const gone = await replaceTraces(tx, row, traces);
  const ownAccount = row.restOf === null || traces.some(({ kind }) => kind === "account");
  const nameVerdict = ownAccount && payout && record?.a ? compareNames(payout.holder, record.a.n) : "unknown";
  await tx.insert(claimRisks).values({ claimId: row.id, incidentId: row.incidentId, nameVerdict }).onConflictDoUpdate({ target: claimRisks.claimId, set: { nameVerdict } });
  // What was said about the old account's holder says nothing about the new one's.
  if (gone.includes("account")) await tx.delete(claimExplanations).where(and(eq(claimExplanations.claimId, row.id), eq(claimExplanations.kind, "name")));
  await enqueue(tx, weighClaimJob, { claimId: row.id, neighbours: true }, { key: `weigh-claim:${row.id}` });
  const network = traces.find(({ kind }) => kind === "network");
  // One look for all that come from a network in half a minute.
  if (network) await enqueue(tx, watchNetworkJob, { claimId: row.id }, { key: `watch-network:${row.programmeId}:${network.trace.toString("hex")}:${Math.floor(ctx.clock.now().getTime() / 30_000)}`, runAt: 30 });
}

function papersOf(tx: Executor, { incidentId, id }: ClaimRow) {
  return tx
    .select({ originalHash: evidenceFiles.originalHash, perceptualHash: evidenceFiles.perceptualHash })
    .from(evidenceFiles)
    .where(and(eq(evidenceFiles.incidentId, incidentId), eq(evidenceFiles.ownerKind, "claim"), eq(evidenceFiles.ownerId, id), inArray(evidenceFiles.state, ["clean", "unscanned"])));
}

/** @returns the kinds of which something went */
async function replaceTraces(tx: Executor, { id, incidentId, programmeId }: ClaimRow, traces: Trace[]): Promise<string[]> {
  const kept = traces.map(({ kind, trace }) => sql`(${kind}, ${trace}::bytea)`);
  const gone = await tx
    .delete(claimTraces)
    .where(and(eq(claimTraces.claimId, id), notInArray(claimTraces.kind, ["device", "network"]), kept.length > 0 ? sql`(${claimTraces.kind}, ${claimTraces.trace}) not in (${sql.join(kept, sql`, `)})` : undefined))
    .returning({ kind: claimTraces.kind });
  if (traces.length > 0) await tx.insert(claimTraces).values(traces.map((trace) => ({ claimId: id, incidentId, programmeId, ...trace }))).onConflictDoNothing();
  return gone.map(({ kind }) => kind);
}
