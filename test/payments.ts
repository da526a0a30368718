import { randomUUID } from "node:crypto";
import { eq, sql } from "drizzle-orm";
import { claimBenefits, claims } from "@/db/schema/claims";
import { correspondenceMails } from "@/db/schema/correspondence";
import { chooseBenefits } from "@/domain/claims/answers/choose-benefits";
import { saveAccount } from "@/domain/claims/answers/save-account";
import { fileClaim } from "@/domain/claims/file-claim";
import { toClaim } from "@/domain/claims/queries/read-claim";
import type { Claim } from "@/domain/claims/types";
import { mailPlace } from "@/domain/correspondence/insert-message";
import type { StaffContext, SubjectContext } from "@/domain/kernel/context";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { withTransaction } from "@/domain/kernel/transaction";
import { openJson } from "@/domain/keys/sealed";
import { listProgrammeMoney } from "@/domain/ledger/queries";
import type { Programme } from "@/domain/programmes/types";
import { aDraftClaim, aProgramme, moveQuietly } from "./claims";
import { staffContext } from "./contexts";
import { aPublishedIncident, aSubject } from "./lookups";

/** The account from which tests pay. */
export const ourAccount = { kind: "kr-account", bank: "088", account: "140012345678", holder: "하늘몰 주식회사" };

const theirAccount = { kind: "kr-account", bank: "090", account: "3333012345678", holder: "김민지" };

/** A claim in review: filed for some benefits, with an account where money is among them. */
export async function aClaimInReview(parts: ProcessParts, subject: SubjectContext, programme: Programme, benefits: string | string[] = "cash", account: Record<string, string> = theirAccount): Promise<Claim> {
  const claimId = await aDraftClaim(subject, programme);
  const { next } = await chooseBenefits(subject, { claimId, benefits });
  if (next === "account") await saveAccount(subject, { claimId, ...account });
  const filed = await fileClaim(subject, { claimId, termsVersion: programme.termsVersion, accept: "1" });
  return withTransaction(parts, (tx) => moveQuietly(tx, staffContext(parts, ["support"]), filed, "in-review"));
}

/** Approve a claim for what it asks for, by somebody. */
export async function approve(parts: ProcessParts, claimId: string, decidedBy: string = randomUUID()): Promise<Claim> {
  return withTransaction(parts, async (tx) => {
    const [row] = await tx.select().from(claims).where(eq(claims.id, claimId));
    if (!row) throw new Error("no claim");
    await tx.update(claimBenefits).set({ approvedMinor: sql`${claimBenefits.allowedMinor}` }).where(eq(claimBenefits.claimId, claimId));
    return moveQuietly(tx, staffContext(parts, ["support"]), toClaim(row), "approved", { approvedMinor: row.amountMinor, approvedPayoutVersion: row.payoutVersion, decidedBy, decidedAt: new Date(), sealedDecision: Buffer.from("decided in a test") });
  });
}

export async function anApprovedClaim(parts: ProcessParts, subject: SubjectContext, programme: Programme, benefits?: string | string[], account?: Record<string, string>): Promise<Claim> {
  return approve(parts, (await aClaimInReview(parts, subject, programme, benefits, account)).id);
}

/** An open programme and some people whom it is for. */
export async function aPayingScene(parts: ProcessParts, people: number, terms: Parameters<typeof aProgramme>[2] = {}) {
  const incident = await aPublishedIncident(parts, ["ref,email,confirmed,possible", ...Array.from({ length: people }, (_, i) => `r${i},person${i}@example.com,names;access-codes,`)].join("\n"));
  const programme = await aProgramme(parts, incident, terms);
  const subjects: SubjectContext[] = [];
  for (let i = 0; i < people; i++) subjects.push(await aSubject(parts, incident, `person${i}@example.com`));
  return { incident, programme, subjects };
}

/** What of an incident's only pool is approved, in payment, paid and come back; all of it has to add up to the pool. */
export async function movedMoney(ctx: StaffContext, incidentId: string): Promise<number[]> {
  const [row] = await listProgrammeMoney(ctx, incidentId);
  if (!row) throw new Error("no money");
  const { availableMinor, reservedMinor, approvedMinor, inPaymentMinor, paidMinor, returnedMinor, poolMinor } = row;
  if (availableMinor + reservedMinor + approvedMinor + inPaymentMinor + paidMinor + returnedMinor !== (poolMinor ?? 0n)) throw new Error("the money does not add up to the pool");
  return [approvedMinor, inPaymentMinor, paidMinor, returnedMinor].map(Number);
}

/** The letters about payments of an incident, in their order. */
export async function paymentMails(parts: ProcessParts, incidentId: string): Promise<{ purpose: string; text: string }[]> {
  const rows = await parts.db.select().from(correspondenceMails).where(eq(correspondenceMails.incidentId, incidentId)).orderBy(correspondenceMails.createdAt);
  return Promise.all(rows.filter(({ purpose }) => purpose.startsWith("claim-payment")).map(async ({ id, purpose, sealed }) => ({ purpose, ...(sealed ? ((await openJson(parts.keys, mailPlace(id), sealed)) as { text: string }) : { text: "" }) })));
}

/** A table in which the bank says what became of transfers. */
export function answerTable(...lines: string[]): Buffer {
  return Buffer.from(["관리번호,처리결과,불능사유,이체금액", ...lines].join("\n"));
}
