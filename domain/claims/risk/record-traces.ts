import { and, eq, inArray, or } from "drizzle-orm";
import { claimExplanations, claimRisks, claimTraces } from "@/db/schema/claim-risk";
import { evidenceFiles } from "@/db/schema/evidence";
import { MAC_BYTES } from "@/lib/crypto";
import { findSubjectRecord, openSubject } from "../../exposure/subject-records";
import type { Context } from "../../kernel/context";
import { enqueue } from "../../kernel/job";
import type { Executor } from "../../kernel/transaction";
import { INSTALLATION } from "../../keys/key-ring";
import { openAnswers, openPayout, type ClaimRow } from "../queries/read-claim";
import { watchNetworkJob, weighClaimJob } from "./jobs";
import { makeTraces, type Trace, type TraceSources } from "./make-traces";
import { compareNames } from "./names";
import type { ClaimOrigin } from "./types";

/** The keys that a trace may be under, first the one to write under. Ask for them before a transaction: it takes a connection of its own. */
export function traceKeys(ctx: Pick<Context, "keys">): Promise<readonly [Buffer, ...Buffer[]]> {
  return ctx.keys.indexKeys(INSTALLATION);
}

/** The newest key that a trace may be under: what is compared one by one is brought under it, wherever a rotation has got to. */
export async function newestTraceKey(ctx: Pick<Context, "keys">): Promise<Buffer> {
  return (await traceKeys(ctx)).reduce((newest, key) => (key.length > newest.length ? key : newest));
}

/**
 * Write what a filed claim has to be compared by, in the transaction that files it or changes its account or papers. Call it with the row as it is then. Where it was changed from is added to where it
 * was filed from; of everything else what no longer holds goes. What stays keeps its moment, so that an explanation is not taken back by a change elsewhere. The rest of a claim has only what its first claim has not:
 * an account or a paper that came later. So one person on two claims never looks like two.
 */
export async function recordTraces(tx: Executor, ctx: Context, row: ClaimRow, origin: ClaimOrigin | null = null): Promise<void> {
  const [[key, ...beside], answers, payout] = [await traceKeys(ctx), await openAnswers(ctx, row), await openPayout(ctx, row)];
  if (!answers) return;
  const found = await findSubjectRecord(tx, row.incidentId, row.subjectId, row.datasetVersion);
  const record = found && (await openSubject(ctx, row.incidentId, found));
  const sources: TraceSources = { answers, payout, record, country: found?.country ?? "KR", origin, papers: await papersOf(tx, row) };
  const made = await withoutFirst(tx, row, formsOfTraces([key, ...beside], sources));
  const gone = await replaceTraces(tx, row, made, key.length / MAC_BYTES);
  const traces = made.map(([present]) => present);
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

type Forms = [present: Trace, ...beside: Trace[]];

/** What a claim has to be compared by, each in every form under which it may stand: while the key is rotated there are two. */
function formsOfTraces(keys: readonly [Buffer, ...Buffer[]], sources: TraceSources): Forms[] {
  const [present, ...beside] = keys.map((key) => makeTraces(key, sources));
  return (present ?? []).map((trace, at) => [trace, ...beside.flatMap((traces) => traces[at] ?? [])]);
}

const isOneOf = (forms: readonly Trace[], { kind, trace }: Pick<Trace, "kind" | "trace">) => forms.some((form) => form.kind === kind && form.trace.equals(trace));

/** The rest of a claim has only what its first claim has not. */
async function withoutFirst(tx: Executor, { restOf }: ClaimRow, made: Forms[]): Promise<Forms[]> {
  if (restOf === null) return made;
  const known = await tx.select({ kind: claimTraces.kind, trace: claimTraces.trace }).from(claimTraces).where(eq(claimTraces.claimId, restOf));
  return made.filter((forms) => !known.some((one) => isOneOf(forms, one)));
}

/** @returns the kinds of which something went */
async function replaceTraces(tx: Executor, { id, incidentId, programmeId }: ClaimRow, made: Forms[], indexLinks: number): Promise<string[]> {
  // A rotation that would move one of them meanwhile waits.
  const known = await tx.select({ kind: claimTraces.kind, trace: claimTraces.trace }).from(claimTraces).where(eq(claimTraces.claimId, id)).for("update");
  const gone = known.filter((one) => one.kind !== "device" && one.kind !== "network" && !made.some((forms) => isOneOf(forms, one)));
  const added = made.filter((forms) => !known.some((one) => isOneOf(forms, one)));
  if (gone.length > 0) await tx.delete(claimTraces).where(and(eq(claimTraces.claimId, id), or(...gone.map(({ kind, trace }) => and(eq(claimTraces.kind, kind), eq(claimTraces.trace, trace))))));
  if (added.length > 0) await tx.insert(claimTraces).values(added.map(([trace]) => ({ claimId: id, incidentId, programmeId, indexLinks, ...trace }))).onConflictDoNothing();
  return gone.map(({ kind }) => kind);
}
