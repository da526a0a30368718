import { sql } from "drizzle-orm";
import type { LedgerKind } from "@/db/values/ledger";
import { Conflict } from "../kernel/errors";
import { refusedBy, type Executor } from "../kernel/transaction";
import { addUp, type PostedLine } from "./rules";

export interface LedgerEntry {
  kind: LedgerKind;
  programmeId: string;
  claimId: string;
  lines: readonly PostedLine[];
}

/**
 * Write one entry of a kind for each claim, in the caller's transaction and in one statement. Balances and the pool follow by triggers: where a pool would be exceeded the database
 * refuses, and so does this. An entry without lines is left out. @throws {Conflict} over-budget
 */
export async function postEntries(tx: Executor, entries: readonly LedgerEntry[]): Promise<void> {
  const lines = entries.flatMap(({ kind, claimId, programmeId, lines: own }) => addUp(own).map((line) => ({ kind, claimId, programmeId, ...line })));
  if (lines.length === 0) return;
  const claimIds = lines.map(({ claimId }) => claimId);
  try {
    await tx.execute(sql`
      with line as (
        select * from unnest(${sql.param(lines.map(({ kind }) => kind))}::text[], ${sql.param(claimIds)}::uuid[], ${sql.param(lines.map(({ programmeId }) => programmeId))}::uuid[], ${sql.param(lines.map(({ account }) => account))}::text[], ${sql.param(lines.map(({ minor }) => minor.toString()))}::bigint[]) as l(kind, claim_id, programme_id, account, minor)
      ), entry as (
        insert into ledger_transactions (programme_id, claim_id, kind) select distinct programme_id, claim_id, kind from line returning id, claim_id, kind
      )
      insert into ledger_lines (transaction_id, account, minor) select entry.id, line.account, line.minor from entry join line using (claim_id, kind)`);
  } catch (error) {
    if (refusedBy(error, "ledger_pools_never_over")) throw new Conflict("over-budget");
    throw error;
  }
}
