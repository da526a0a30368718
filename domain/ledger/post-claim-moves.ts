import { sql } from "drizzle-orm";
import type { ClaimState } from "@/db/values/claim-states";
import type { LedgerAccount } from "@/db/values/ledger";
import type { Executor } from "../kernel/transaction";
import { postEntries } from "./post-entries";
import { accountOf, linesOfCut, linesOfMove } from "./rules";

export interface MovedClaim {
  id: string;
  programmeId: string;
  amountMinor: bigint;
  approvedMinor: bigint | null;
}

/**
 * Post what follows for the money of claims that move from one state to another, in the caller's transaction. `part` names how much of a claim moves where it is not all that
 * stands: of money that came back, the codes stay where they are. `cutMinor` is what of an approval a pool that was shared does not hold any more: each claim has so much less. @throws {Conflict} over-budget
 */
export async function postClaimMoves(tx: Executor, claims: readonly MovedClaim[], from: ClaimState, to: ClaimState, part?: ReadonlyMap<string, bigint>, cutMinor = 0n): Promise<void> {
  const [source, target] = [accountOf(from), accountOf(to)];
  if (source === target) return;
  const standing = source === "available" ? new Map<string, bigint>() : await standingOf(tx, claims.map(({ id }) => id), source);
  await postEntries(
    tx,
    claims.flatMap(({ id: claimId, programmeId, amountMinor, approvedMinor }) => [
      { kind: "claim" as const, claimId, programmeId, lines: linesOfMove(from, to, { amountMinor, approvedMinor, standingMinor: part?.get(claimId) ?? standing.get(claimId) ?? 0n }) },
      { kind: "share" as const, claimId, programmeId, lines: linesOfCut(cutMinor) },
    ]),
  );
}

/** How much of some claims stands on an account; a claim of which nothing does is left out. */
export async function standingOf(db: Executor, claimIds: readonly string[], account: LedgerAccount): Promise<Map<string, bigint>> {
  const { rows } = await db.execute<{ claim_id: string; minor: string }>(sql`
    select t.claim_id, sum(l.minor)::text as minor from ledger_transactions t join ledger_lines l on l.transaction_id = t.id
    where t.claim_id = any(${sql.param([...claimIds])}::uuid[]) and l.account = ${account} group by t.claim_id having sum(l.minor) <> 0`);
  return new Map(rows.map(({ claim_id, minor }) => [claim_id, BigInt(minor)]));
}

/** How much of what was approved for some claims a shared pool does not pay, in minor units; a claim that gets all of it is left out. */
export async function cutsOf(db: Executor, claimIds: readonly string[]): Promise<Map<string, bigint>> {
  const { rows } = await db.execute<{ claim_id: string; minor: string }>(sql`
    select t.claim_id, sum(l.minor)::text as minor from ledger_transactions t join ledger_lines l on l.transaction_id = t.id
    where t.claim_id = any(${sql.param([...claimIds])}::uuid[]) and t.kind = 'share' and l.account = 'available' group by t.claim_id`);
  return new Map(rows.map(({ claim_id, minor }) => [claim_id, BigInt(minor)]));
}
