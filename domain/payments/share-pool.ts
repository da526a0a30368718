import { and, asc, eq, inArray, isNull, sql } from "drizzle-orm";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claims } from "@/db/schema/claims";
import { ledgerPools } from "@/db/schema/ledger";
import { recordAudit } from "../audit/record-audit";
import { POSTAL_DAYS } from "../claims/paper/rules";
import { appealMayCome } from "../claims/rest/queries";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { enqueue } from "../kernel/job";
import { withTransaction, type Executor } from "../kernel/transaction";
import { standingOf } from "../ledger/post-claim-moves";
import { postEntries } from "../ledger/post-entries";
import { findProgrammeById } from "../programmes/queries";
import { shareProRata } from "../programmes/reckon";
import type { Programme } from "../programmes/types";
import { codesWorth } from "./codes/codes-worth";
import { sharePoolInput } from "./input";
import { tellSharesJob } from "./jobs";
import { lockMoney } from "./lock-money";
import { mayPay } from "./policy";

const DAY = 86_400_000;

/**
 * Reckon everybody's share of a pool that is shared pro rata, once and for all: when nobody can file any more, nothing is undecided and no appeal can come. Vouchers cannot be cut, so what they are worth comes
 * out of the pool first and the money is shared among the rest, to the last unit, by order of filing. What is on its way by post is waited for: a claim or an appeal on paper counts by its postmark. Whoever gets less than was approved is told. @throws {Forbidden} @throws {Conflict}
 */
export async function sharePool(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayPay);
  requireStaffActor(ctx);
  const { programmeId } = parseInput(sharePoolInput, raw);
  await withTransaction(ctx, async (tx) => {
    const pool = await lockMoney(tx, programmeId);
    if (!pool.proRata || pool.poolMinor === null || pool.sharedAt) throw new Conflict("pool-not-to-share");
    const programme = await findProgrammeById(tx, programmeId);
    if (!programme) throw new Conflict("pool-not-to-share");
    if (ctx.clock.now() < programme.closesAt) throw new Conflict("programme-still-open");
    if (ctx.clock.now().getTime() < programme.closesAt.getTime() + POSTAL_DAYS * DAY) throw new Conflict("post-may-come", { days: POSTAL_DAYS });
    if (await papersOpen(tx, programme)) throw new Conflict("paper-drafts-open");
    if (await somethingOpen(tx, programme, ctx.clock.now())) throw new Conflict("claims-undecided");
    const approved = await tx.select({ id: claims.id }).from(claims).where(and(eq(claims.incidentId, pool.incidentId), eq(claims.programmeId, programmeId), eq(claims.state, "approved"))).orderBy(asc(claims.submittedAt), asc(claims.id)).for("update");
    const ids = approved.map(({ id }) => id);
    const [standing, codes] = [await standingOf(tx, ids, "approved"), await codesWorth(tx, ids)];
    const codesMinor = [...codes.values()].reduce((sum, minor) => sum + minor, 0n);
    if (codesMinor > pool.poolMinor) throw new Conflict("pool-below-codes");
    const cash = ids.map((id) => (standing.get(id) ?? 0n) - (codes.get(id) ?? 0n));
    const shares = shareProRata(cash, pool.poolMinor - codesMinor);
    const cut = ids.map((claimId, i) => ({ claimId, minor: (cash[i] ?? 0n) - (shares[i] ?? 0n) }));
    await postEntries(tx, "share", cut.map(({ claimId, minor }) => ({ claimId, programmeId, lines: [{ account: "approved", minor: -minor }, { account: "available", minor }] })));
    const lessened = cut.filter(({ minor }) => minor > 0n).map(({ claimId }) => claimId);
    if (lessened.length > 0) {
      await tx.update(claims).set({ shareUntold: true }).where(sql`${claims.id} = any(${sql.param(lessened)}::uuid[])`);
      await enqueue(tx, tellSharesJob, { programmeId }, { key: `shares-${programmeId}` });
    }
    await tx.update(ledgerPools).set({ sharedAt: sql`clock_timestamp()` }).where(eq(ledgerPools.programmeId, programmeId));
    const total = (amounts: readonly bigint[]) => amounts.reduce((sum, minor) => sum + minor, 0n).toString();
    await recordAudit(tx, ctx, { action: "payments.share-pool", object: { kind: "programme", id: programmeId }, incidentId: pool.incidentId, details: { claims: ids.length, poolMinor: pool.poolMinor.toString(), approvedMinor: total(cash), sharedMinor: total(shares), codesMinor: codesMinor.toString() } });
  });
}

/** Claims on paper that staff have begun to enter: filed in time by their postmark, and counted nowhere yet. */
async function papersOpen(tx: Executor, { id, incidentId }: Programme): Promise<boolean> {
  const [draft] = await tx.select({ one: sql`1` }).from(claims).innerJoin(claimIntakes, eq(claimIntakes.claimId, claims.id)).where(and(eq(claims.incidentId, incidentId), eq(claims.programmeId, id), eq(claims.state, "draft"), isNull(claims.erasedAt), eq(claimIntakes.way, "paper"))).limit(1);
  return draft !== undefined;
}

/** A claim that could still be approved, or decided so lately that an appeal may come: against a denial, or against what was not granted, or be on its way by post. */
async function somethingOpen(tx: Executor, { id, incidentId, terms }: Programme, now: Date): Promise<boolean> {
  const [open] = await tx
    .select({ one: sql`1` })
    .from(claims)
    .where(and(eq(claims.incidentId, incidentId), eq(claims.programmeId, id), sql`(${inArray(claims.state, ["submitted", "in-review", "needs-information", "appealed"])} or (${claims.state} = 'denied' and ${claims.decidedAt} > clock_timestamp() - make_interval(days => ${terms.appealDays + POSTAL_DAYS})))`))
    .limit(1);
  if (open) return true;
  const { rows } = await tx.execute(sql`select where ${appealMayCome(sql`${incidentId}`, sql`${id}`, new Date(now.getTime() - POSTAL_DAYS * DAY))}`);
  return rows.length > 0;
}
