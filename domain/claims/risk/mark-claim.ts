import { eq, sql } from "drizzle-orm";
import { claimRisks } from "@/db/schema/claim-risk";
import { claims } from "@/db/schema/claims";
import { flagBit } from "@/db/values/claim-facets";
import { authorise, type Context } from "../../kernel/context";
import { enqueue } from "../../kernel/job";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { isInstallationIndexMoving } from "../../keys/rotation/steady-index";
import { getClaimForUpdate, type ClaimRow } from "../queries/read-claim";
import { AGAIN_SECONDS, weighClaimJob } from "./jobs";
import { mayWeighClaims } from "./policy";
import { weighClaim } from "./weigh-claim";
import type { RiskReason } from "./types";

const RISK = flagBit("risk");

/**
 * Weigh a claim, and with `neighbours` each claim it is linked with, because what is new here is new to them too; each in a transaction of its own. While
 * traces move from one index key to the next it is weighed again later: what came in since is under the next one, and meets what has not moved yet when that has. @throws {Forbidden}
 */
export async function markClaims(ctx: Context, { claimId, neighbours }: { claimId: string; neighbours: boolean }): Promise<void> {
  authorise(ctx, mayWeighClaims);
  const reasons = await withTransaction(ctx, async (tx) => {
    if (await isInstallationIndexMoving(tx)) await enqueue(tx, weighClaimJob, { claimId, neighbours: true }, { key: `weigh-claim-again:${claimId}`, runAt: AGAIN_SECONDS });
    return markClaim(tx, ctx, await getClaimForUpdate(tx, claimId));
  });
  const linked = new Set(neighbours ? reasons.flatMap(({ claims }) => claims.map(({ id }) => id)) : []);
  for (const id of linked) await withTransaction(ctx, async (tx) => markClaim(tx, ctx, await getClaimForUpdate(tx, id)));
}

/**
 * Write down for the queue which reasons of a claim are open. The caller holds its row: of two that weigh it at once the second reads what the first one's cause has committed, so what stands is never
 * older than the last cause.
 */
export async function markClaim(tx: Executor, ctx: Pick<Context, "keys">, row: ClaimRow): Promise<RiskReason[]> {
  const reasons = row.state === "draft" || row.state === "withdrawn" ? [] : await weighClaim(tx, ctx, row);
  const open = [...new Set(reasons.filter(({ state }) => state === "open").map(({ kind }) => kind))];
  await tx.insert(claimRisks).values({ claimId: row.id, incidentId: row.incidentId, open }).onConflictDoUpdate({ target: claimRisks.claimId, set: { open } });
  const has = (row.flags & RISK) !== 0;
  if (has !== open.length > 0) await tx.update(claims).set({ flags: has ? sql`${claims.flags} & ~${RISK}::integer` : sql`${claims.flags} | ${RISK}::integer` }).where(eq(claims.id, row.id));
  return reasons;
}
