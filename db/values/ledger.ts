/** Where a programme's money stands. `budget` is where a pool comes from, and so is negative; the others add up to the pool. */
export type LedgerAccount = "budget" | "available" | "reserved" | "approved" | "in-payment" | "paid" | "returned";

/** What an entry is for: the pool of published terms, a claim that moved, codes that were sent, a share of a pool, or what there was before there was a ledger. */
export type LedgerKind = "budget" | "claim" | "codes" | "share" | "opening";
