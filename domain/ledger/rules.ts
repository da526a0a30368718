import type { ClaimState } from "@/db/values/claim-states";
import type { LedgerAccount } from "@/db/values/ledger";
import type { ProgrammeMoney } from "./types";

/** The account on which a claim's money stands in a state. Nothing is set aside for a draft or for what was refused or taken back; an appeal sets it aside again. */
export function accountOf(state: ClaimState): LedgerAccount {
  switch (state) {
    case "submitted":
    case "in-review":
    case "needs-information":
    case "appealed":
      return "reserved";
    case "approved":
    case "in-payment":
    case "paid":
    case "returned":
      return state;
    default:
      return "available";
  }
}

export interface PostedLine {
  account: LedgerAccount;
  minor: bigint;
}

/** What a claim that moves is worth, in minor units. */
export interface MovedMoney {
  /** What of it stands on the account it leaves. */
  standingMinor: bigint;
  /** What it asks for. */
  amountMinor: bigint;
  /** What was granted; null while nothing is. */
  approvedMinor: bigint | null;
}

/**
 * The lines of a claim's move; none where no money moves. All that stands moves on, but for an approval: what was granted becomes approved, and the rest of what was reserved is
 * free again. The lines sum to zero.
 */
export function linesOfMove(from: ClaimState, to: ClaimState, { standingMinor, amountMinor, approvedMinor }: MovedMoney): PostedLine[] {
  const [source, target] = [accountOf(from), accountOf(to)];
  if (source === target) return [];
  const leaves = source === "available" ? amountMinor : standingMinor;
  const arrives = target === "approved" && source === "reserved" ? (approvedMinor ?? 0n) : leaves;
  return addUp([
    { account: source, minor: -leaves },
    { account: target, minor: arrives },
    { account: "available", minor: leaves - arrives },
  ]);
}

/** The lines by which a shared pool pays so much less of a claim than was approved. */
export function linesOfCut(minor: bigint): PostedLine[] {
  return addUp([
    { account: "approved", minor: -minor },
    { account: "available", minor },
  ]);
}

/** One line for each account, and none of zero: the ledger refuses those. */
export function addUp(lines: readonly PostedLine[]): PostedLine[] {
  const sums = new Map<LedgerAccount, bigint>();
  for (const { account, minor } of lines) sums.set(account, (sums.get(account) ?? 0n) + minor);
  return [...sums].filter(([, minor]) => minor !== 0n).map(([account, minor]) => ({ account, minor }));
}

/** What a pool says of its shares. */
export type PoolToShare = Pick<ProgrammeMoney, "poolMinor" | "proRata" | "sharedAt">;

/** Whether a pool is shared pro rata and nobody's part of it is reckoned yet. */
export function waitsForShares({ poolMinor, proRata, sharedAt }: PoolToShare): boolean {
  return proRata && poolMinor !== null && sharedAt === null;
}
