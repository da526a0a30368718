import { randomUUID } from "node:crypto";
import { and, asc, count, eq, inArray, isNotNull, notExists, or, sql } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { paymentBatches, payments } from "@/db/schema/payments";
import { flagBit } from "@/db/values/claim-facets";
import { recordAudit } from "../audit/record-audit";
import { incidentToday } from "../claims/queries/incident-time-zone";
import { openPayout, type ClaimRow } from "../claims/queries/read-claim";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, Invalid, parseInput } from "../kernel/errors";
import { refusedBy, withTransaction, type Executor } from "../kernel/transaction";
import { sealJson } from "../keys/sealed";
import { standingOf } from "../ledger/post-claim-moves";
import { codesOwed } from "./codes/codes-owed";
import { collectPaymentsInput } from "./input";
import { lockMoney } from "../ledger/lock-money";
import { mayPay } from "./policy";
import { accountPlace, ofAPerson } from "./read-payments";
import { whyNotPayable } from "./rules";

/**
 * Put approved claims of a programme into a draft batch, those first that were filed first. Each stands in it as it was approved: what stands in the ledger for it, and the account that was approved. A claim
 * whose account was changed since is left out until somebody has accepted the new one, and so is one whose account is gone or that is in a batch already. Of a pool that is shared nothing is collected before the shares are reckoned.
 * @throws {Forbidden} @throws {Conflict} @throws {Invalid}
 */
export async function collectPayments(ctx: Context, raw: unknown): Promise<{ batchId: string; payments: number }> {
  authorise(ctx, mayPay);
  const { staffId } = requireStaffActor(ctx);
  const { programmeId, payOn, most } = parseInput(collectPaymentsInput, raw);
  return withTransaction(ctx, async (tx) => {
    const pool = await lockMoney(tx, programmeId);
    const refusal = whyNotPayable(pool);
    if (refusal) throw refusal;
    if (payOn < (await incidentToday(tx, ctx, pool.incidentId))) throw new Invalid({ payOn: ["pay-on-past"] });
    const rows = await tx.select().from(claims).where(collectable(tx, pool.incidentId, programmeId)).orderBy(asc(claims.submittedAt), asc(claims.id)).limit(most).for("share", { skipLocked: true });
    // One claim whose account is not there does not keep the others from being paid.
    const lines = (await reckonPayments(tx, rows)).filter(({ row, cashMinor }) => cashMinor === 0n || row.sealedPayout !== null);
    if (lines.length === 0) throw new Conflict("nothing-to-collect");
    const [{ before } = { before: 0 }] = await tx.select({ before: count() }).from(paymentBatches).where(eq(paymentBatches.programmeId, programmeId));
    const [batch] = await tx.insert(paymentBatches).values({ incidentId: pool.incidentId, programmeId, number: before + 1, currency: pool.currency, payOn, createdBy: staffId }).returning({ id: paymentBatches.id });
    if (!batch) throw new Error("no batch");
    const values = await Promise.all(
      lines.map(async ({ row, tries, ...money }) => {
        const id = randomUUID();
        const account = money.cashMinor > 0n ? await openPayout(ctx, row) : null;
        const sealedAccount = account && (await sealJson(ctx.keys, accountPlace(id, row.incidentId), account));
        return { id, batchId: batch.id, claimId: row.id, reference: `${row.reference ?? ""}-${tries + 1}`, payoutVersion: row.payoutVersion, decidedBy: row.decidedBy, sealedAccount, ...money };
      }),
    );
    try {
      await tx.insert(payments).values(values);
    } catch (error) {
      if (refusedBy(error, "payments_one_living") || refusedBy(error, "payments_as_approved")) throw new Conflict("claims-changed-meanwhile");
      throw error;
    }
    await recordAudit(tx, ctx, { action: "payments.collect", object: { kind: "payment-batch", id: batch.id }, incidentId: pool.incidentId, details: { payments: values.length } });
    return { batchId: batch.id, payments: values.length };
  });
}

/** Approved, in no batch, for the account that was approved where one is needed, with something to be paid, and of a person: nobody is paid for a planted record. */
export function collectable(db: Executor, incidentId: string, programmeId: string) {
  const living = db.select({ one: sql`1` }).from(payments).where(and(eq(payments.claimId, claims.id), inArray(payments.state, ["draft", "released"])));
  return and(
    eq(claims.incidentId, incidentId),
    eq(claims.state, "approved"),
    eq(claims.programmeId, programmeId),
    ofAPerson,
    sql`(${claims.flags} & ${flagBit("nothing-left")}::integer) = 0`,
    notExists(living),
    or(eq(claims.payoutVersion, 0), and(eq(claims.approvedPayoutVersion, claims.payoutVersion), isNotNull(claims.sealedPayout))),
  );
}

/** What each claim gets into its account, and what by codes it has not got yet. Both together are what stands for it in the ledger. */
async function reckonPayments(tx: Executor, rows: ClaimRow[]): Promise<{ row: ClaimRow; tries: number; cashMinor: bigint; codesMinor: bigint }[]> {
  if (rows.length === 0) return [];
  const ids = rows.map(({ id }) => id);
  const standing = await standingOf(tx, ids, "approved");
  const tried = await tx.select({ claimId: payments.claimId, tries: count() }).from(payments).where(inArray(payments.claimId, ids)).groupBy(payments.claimId);
  const codes = await codesOwed(tx, ids);
  const tries = new Map(tried.map((one) => [one.claimId, one.tries]));
  return rows.map((row) => {
    const codesMinor = codes.get(row.id) ?? 0n;
    return { row, tries: tries.get(row.id) ?? 0, codesMinor, cashMinor: (standing.get(row.id) ?? 0n) - codesMinor };
  });
}
