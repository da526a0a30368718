import { and, asc, eq, inArray, isNull, notExists, sql } from "drizzle-orm";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claimBenefits, claims } from "@/db/schema/claims";
import { ledgerPools } from "@/db/schema/ledger";
import { recordAudit } from "../audit/record-audit";
import { POSTAL_DAYS } from "../claims/paper/rules";
import { tellSharesJob } from "../claims/jobs";
import { appealMayCome } from "../claims/rest/queries";
import { nothingLeft } from "../claims/set-flag";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { enqueue } from "../kernel/job";
import { refusedBy, withTransaction, type Executor } from "../kernel/transaction";
import { standingOf } from "../ledger/post-claim-moves";
import { postEntries } from "../ledger/post-entries";
import { linesOfCut } from "../ledger/rules";
import { findProgrammeById } from "../programmes/queries";
import { shareMoney } from "../programmes/reckon";
import type { Programme } from "../programmes/types";
import { codesOwed, codesToGive } from "./codes/codes-owed";
import { sharePoolInput } from "./input";
import { lockMoney } from "../ledger/lock-money";
import { mayPay } from "./policy";
import { ofAPerson } from "./read-payments";

const DAY = 86_400_000;

/**
 * Reckon everybody's share of a pool that is shared pro rata, once and for all: when nobody can file any more, nothing is undecided and no appeal can come. What is paid already and vouchers, which cannot be cut, come
 * out of the pool first and the money is shared among the rest, to the last unit, by order of filing; nothing goes to a planted record. What is on its way by post is waited for: a claim or an appeal on paper counts by its postmark. Whoever gets less than was approved is told; a claim for which nothing is left, and no code either, is marked as such and stays approved. @throws {Forbidden} @throws {Conflict}
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
    const { cut, emptied, freed, figures } = await reckonShares(tx, programme, pool.poolMinor);
    await postEntries(tx, [...cut, ...freed].map(({ claimId, minor }) => ({ kind: "share", claimId, programmeId, lines: linesOfCut(minor) })));
    const lessened = cut.filter(({ minor }) => minor > 0n).map(({ claimId }) => claimId);
    if (lessened.length > 0) {
      await tx.update(claims).set({ shareUntold: true }).where(sql`${claims.id} = any(${sql.param(lessened)}::uuid[])`);
      await markNothingLeft(tx, emptied);
      await enqueue(tx, tellSharesJob, { programmeId }, { key: `shares-${programmeId}` });
    }
    await markShared(tx, programmeId);
    await recordAudit(tx, ctx, { action: "payments.share-pool", object: { kind: "programme", id: programmeId }, incidentId: pool.incidentId, details: { claims: cut.length, poolMinor: pool.poolMinor.toString(), ...figures } });
  });
}

interface Cut {
  claimId: string;
  minor: bigint;
}

/** What everybody gets less than was approved, and whose money comes to nothing by that; what stood for planted records is set free. @throws {Conflict} pool-below-codes */
async function reckonShares(tx: Executor, { id: programmeId, incidentId }: Programme, poolMinor: bigint): Promise<{ cut: Cut[]; emptied: string[]; freed: Cut[]; figures: Record<string, string> }> {
  const approved = await tx.select({ id: claims.id, person: ofAPerson }).from(claims).where(and(eq(claims.incidentId, incidentId), eq(claims.programmeId, programmeId), eq(claims.state, "approved"))).orderBy(asc(claims.submittedAt), asc(claims.id)).for("update");
  const standing = await standingOf(tx, approved.map(({ id }) => id), "approved");
  const stands = (id: string) => standing.get(id) ?? 0n;
  const [people, planted] = [approved.filter(({ person }) => person), approved.filter(({ person }) => !person)];
  const codes = await codesOwed(tx, people.map(({ id }) => id));
  // What is in payment, paid or came back is promised in full already.
  const [codesMinor, settledMinor] = [total([...codes.values()]), (await committedOf(tx, programmeId)) - total([...standing.values()])];
  const cash = people.map(({ id }) => stands(id) - (codes.get(id) ?? 0n));
  const shares = shareMoney(cash, poolMinor, codesMinor + settledMinor);
  if (!shares) throw new Conflict("pool-below-codes");
  return {
    cut: people.map(({ id: claimId }, i) => ({ claimId, minor: (cash[i] ?? 0n) - (shares[i] ?? 0n) })),
    emptied: people.flatMap(({ id }, i) => (cash[i] !== 0n && shares[i] === 0n ? [id] : [])),
    freed: planted.map(({ id: claimId }) => ({ claimId, minor: stands(claimId) })),
    figures: { approvedMinor: total(cash).toString(), sharedMinor: total(shares).toString(), codesMinor: codesMinor.toString(), settledMinor: settledMinor.toString() },
  };
}

const total = (amounts: readonly bigint[]) => amounts.reduce((sum, minor) => sum + minor, 0n);

/** Everything that is promised of a pool: approved, in payment, paid or returned. */
async function committedOf(tx: Executor, programmeId: string): Promise<bigint> {
  const [pool] = await tx.select({ minor: ledgerPools.committedMinor }).from(ledgerPools).where(eq(ledgerPools.programmeId, programmeId));
  return pool?.minor ?? 0n;
}

/** From here on no more is promised than the pool holds; the database refuses where something moved meanwhile. */
async function markShared(tx: Executor, programmeId: string): Promise<void> {
  try {
    await tx.update(ledgerPools).set({ sharedAt: sql`clock_timestamp()` }).where(eq(ledgerPools.programmeId, programmeId));
  } catch (error) {
    if (refusedBy(error, "ledger_pools_never_over")) throw new Conflict("claims-changed-meanwhile");
    throw error;
  }
}

/** Of the claims whose money comes to nothing those to which no code goes any more: nothing is paid to them, and no account waits for it. */
async function markNothingLeft(tx: Executor, claimIds: readonly string[]): Promise<void> {
  const codes = tx.select({ one: sql`1` }).from(claimBenefits).where(and(eq(claimBenefits.claimId, claims.id), codesToGive(tx)));
  await tx
    .update(claims)
    .set(nothingLeft)
    .where(and(sql`${claims.id} = any(${sql.param([...claimIds])}::uuid[])`, notExists(codes)));
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
