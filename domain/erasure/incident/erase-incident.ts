import { sql } from "drizzle-orm";
import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../kernel/context";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { requireNoImport } from "../require-no-import";
import { count, forgetClaims, NOTHING } from "../person/forget-claims";
import { forgetCodes, forgetEnquiries, forgetMails } from "../person/forget-contacts";
import type { PaperObjects } from "../types";

/** Claims that are emptied in one transaction. */
const PIECE = 200;

/**
 * Close an incident to the public: from then on nobody comes in, and what is emptied stays so. Inside the transaction that has looked at what stands against it. @throws {Conflict} while an import is under way
 */
export async function closeIncident(tx: Executor, ctx: Context, incidentId: string): Promise<void> {
  await requireNoImport(tx, incidentId);
  const closed = await count(tx, sql`update incidents set erased_at = clock_timestamp(), closed_at = coalesce(closed_at, clock_timestamp()) where id = ${incidentId} and erased_at is null`);
  await tx.execute(sql`delete from subject_sessions where incident_id = ${incidentId}`);
  if (closed > 0) await recordAudit(tx, ctx, { action: "incident.close", object: { kind: "incident", id: incidentId }, incidentId });
}

/** Empty the claims of a closed incident piece by piece. A run that was killed goes on where it was. Papers of a piece whose bytes were not removed any more are found by the sweep. */
export async function emptyClaims(ctx: Context, incidentId: string, onPapers: (papers: PaperObjects[]) => Promise<void>): Promise<void> {
  for (;;) {
    const papers = await withTransaction(ctx, async (tx) => {
      const { rows } = await tx.execute<{ id: string }>(sql`select id from claims where incident_id = ${incidentId} and (erased_at is null or sealed_payout is not null) order by id limit ${PIECE} for update`);
      if (rows.length === 0) return null;
      return (await forgetClaims(tx, incidentId, sql`id = any(${sql.param(rows.map(({ id }) => id))}::uuid[])`)).papers;
    });
    if (papers === null) return;
    await onPapers(papers);
  }
}

/**
 * The end, in one transaction: what hangs on contacts goes, the tables of the incident's people are dropped, its keys are destroyed, and with them everything else that was sealed under them. Counts what went.
 */
export async function destroyIncident(tx: Executor, incidentId: string): Promise<Record<string, number>> {
  const mine = sql`incident_id = ${incidentId}`;
  const { rows: [figures] } = await tx.execute<{ people: number; claims: number }>(sql`
    select coalesce((select max(people) from datasets where ${mine} and state in ('published', 'withdrawn')), 0)::int as people, (select count(*) from claims where ${mine})::int as claims`);
  const erased = {
    people: figures?.people ?? 0,
    claims: figures?.claims ?? 0,
    ...(await forgetCodes(tx, mine, mine)),
    ...(await forgetEnquiries(tx, mine)),
    steps: await count(tx, sql`delete from guidance_ticks where ${mine}`),
    ...(await forgetMails(tx, mine)),
    listed: await count(tx, sql`delete from audience_references where list_id in (select id from audience_lists where ${mine})`),
    // Planted addresses are under the installation's key, which stays.
    planted: await count(tx, sql`update canaries set state = 'lifted', lifted_at = coalesce(lifted_at, clock_timestamp()), addresses = array[${NOTHING}] where ${mine}`),
  };
  await tx.execute(sql`delete from import_uploads where ${mine}`);
  const { rows: [dropped] } = await tx.execute<{ partitions: number }>(sql`select drop_incident_partitions(${incidentId}) as partitions`);
  const keys = await count(tx, sql`update data_keys set wrapped = null, retired_at = coalesce(retired_at, clock_timestamp()), waits = false where scope = ${incidentId} and wrapped is not null`);
  // Whoever knew a key that is no more knows nothing by it.
  await tx.execute(sql`update key_tasks set closed_at = clock_timestamp(), closed_by = key_id where closed_at is null and key_id in (select id from key_register where name = ${incidentId})`);
  await tx.execute(sql`update key_register set state = 'destroyed', retired_at = coalesce(retired_at, clock_timestamp()) where name = ${incidentId} and state <> 'destroyed'`);
  return { ...erased, partitions: dropped?.partitions ?? 0, keys };
}
