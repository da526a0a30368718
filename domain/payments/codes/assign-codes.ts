import { and, eq, isNotNull, isNull, inArray, notExists, or, gte, sql } from "drizzle-orm";
import { claimBenefits, claims } from "@/db/schema/claims";
import { paymentCodeLists, paymentCodes, payments } from "@/db/schema/payments";
import { incidentToday } from "../../claims/queries/incident-time-zone";
import type { Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { getTerms } from "../../programmes/queries";
import type { PaymentBatch } from "../types";
import { codePartKey, partsOf } from "./parts";

interface OwedCode {
  paymentId: string;
  claimId: string;
  benefit: string;
  part: number;
  valueMinor: bigint | null;
  validDays: number;
}

/**
 * Give the claims of a batch the codes of what was granted to them, each part once however often a claim is paid. A code has to be worth what the claim's own terms say, whatever was published since, and to stay good for as long as they promise, by the days of the incident's people; those that end first go first.
 * Returns the payments that got any. @throws {Conflict} codes-missing, with how many
 */
export async function assignCodes(tx: Executor, ctx: Context, batch: Pick<PaymentBatch, "id" | "programmeId" | "incidentId">): Promise<Set<string>> {
  const owed = await owedCodes(tx, batch);
  const kinds = new Map<string, OwedCode[]>();
  for (const one of owed) {
    const key = `${codePartKey(one)}:${one.validDays}`;
    kinds.set(key, [...(kinds.get(key) ?? []), one]);
  }
  const today = await incidentToday(tx, ctx, batch.incidentId);
  let missing = 0;
  for (const same of kinds.values()) missing += same.length - (await give(tx, batch.programmeId, same, today));
  if (missing > 0) throw new Conflict("codes-missing", { count: missing });
  return new Set(owed.map(({ paymentId }) => paymentId));
}

/** The codes that the claims of a batch were granted and have not got. */
async function owedCodes(tx: Executor, { id, programmeId }: Pick<PaymentBatch, "id" | "programmeId">): Promise<OwedCode[]> {
  const given = tx.select({ one: sql`1` }).from(paymentCodes).where(and(eq(paymentCodes.claimId, claimBenefits.claimId), eq(paymentCodes.benefit, claimBenefits.benefit)));
  const lines = await tx
    .select({ paymentId: payments.id, claimId: claims.id, termsVersion: claims.termsVersion, benefit: claimBenefits.benefit, approvedMinor: claimBenefits.approvedMinor })
    .from(payments)
    .innerJoin(claims, eq(claims.id, payments.claimId))
    .innerJoin(claimBenefits, eq(claimBenefits.claimId, claims.id))
    .where(and(eq(payments.batchId, id), eq(payments.state, "released"), inArray(claimBenefits.kind, ["vouchers", "monitoring"]), isNotNull(claimBenefits.approvedMinor), notExists(given)));
  const versions = new Map(await Promise.all([...new Set(lines.map(({ termsVersion }) => termsVersion))].map(async (number) => [number, await getTerms(tx, programmeId, number)] as const)));
  return lines.flatMap(({ paymentId, claimId, termsVersion, benefit: slug, approvedMinor }) => {
    const benefit = versions.get(termsVersion)?.benefits.find((one) => one.slug === slug);
    return benefit ? partsOf(benefit, approvedMinor ?? 0n).map((part) => ({ paymentId, claimId, benefit: slug, ...part })) : [];
  });
}

/** Whether a code can still be used so many days from a day on. */
export function staysGood(today: string, validDays: number) {
  return or(isNull(paymentCodes.expiresOn), gte(paymentCodes.expiresOn, sql`${today}::date + ${validDays}::int`));
}

/** Take as many free codes of one kind as are owed; says how many there were. */
async function give(tx: Executor, programmeId: string, owed: readonly OwedCode[], today: string): Promise<number> {
  const [first] = owed;
  if (!first) return 0;
  const { benefit, part, valueMinor, validDays } = first;
  const ofValue = tx.select({ id: paymentCodeLists.id }).from(paymentCodeLists).where(and(eq(paymentCodeLists.programmeId, programmeId), sql`${paymentCodeLists.valueMinor} is not distinct from ${valueMinor === null ? null : valueMinor.toString()}::bigint`));
  const free = await tx
    .select({ id: paymentCodes.id })
    .from(paymentCodes)
    .where(and(eq(paymentCodes.programmeId, programmeId), eq(paymentCodes.benefit, benefit), eq(paymentCodes.part, part), isNull(paymentCodes.claimId), inArray(paymentCodes.listId, ofValue), staysGood(today, validDays)))
    .orderBy(sql`${paymentCodes.expiresOn} nulls last`, paymentCodes.id)
    .limit(owed.length)
    .for("update", { skipLocked: true });
  if (free.length < owed.length) return free.length;
  await tx.execute(sql`
    update payment_codes c set claim_id = g.claim_id, payment_id = g.payment_id, assigned_at = clock_timestamp()
    from unnest(${sql.param(free.map(({ id }) => id))}::uuid[], ${sql.param(owed.map(({ claimId }) => claimId))}::uuid[], ${sql.param(owed.map(({ paymentId }) => paymentId))}::uuid[]) as g(id, claim_id, payment_id)
    where c.id = g.id`);
  return free.length;
}
