import { randomUUID } from "node:crypto";
import { seedProgramme } from "@/db/seed/demo-programme";
import { chooseBenefits } from "@/domain/claims/answers/choose-benefits";
import { saveAccount } from "@/domain/claims/answers/save-account";
import { saveLoss } from "@/domain/claims/answers/save-loss";
import { saveLostTime } from "@/domain/claims/answers/save-lost-time";
import { conditionField, conditionsOf } from "@/domain/claims/decisions/rules";
import { decideClaim } from "@/domain/claims/decisions/decide-claim";
import { readAsked } from "@/domain/claims/decisions/read-asked";
import { saveSheet } from "@/domain/claims/decisions/save-sheet";
import { getClaim } from "@/domain/claims/queries/get-claim";
import type { ClaimState } from "@/db/values/claim-states";
import { moveClaims } from "@/domain/claims/move-claim";
import { fileClaim } from "@/domain/claims/file-claim";
import { findOwnDraft } from "@/domain/claims/own-claim";
import { startClaim } from "@/domain/claims/start-claim";
import type { Claim } from "@/domain/claims/types";
import type { PublishedIncident } from "@/domain/incidents/types";
import type { Context, StaffContext, SubjectContext } from "@/domain/kernel/context";
import type { Executor } from "@/domain/kernel/transaction";
import type { ProcessParts } from "@/domain/kernel/mint-context";
import { classBits } from "@/domain/audiences/class-bits";
import { checkFairness } from "@/domain/programmes/fairness";
import { proposeProgramme } from "@/domain/programmes/propose-programme";
import { publishProgramme } from "@/domain/programmes/publish-programme";
import { countPeopleByLeak, findProgrammeById } from "@/domain/programmes/queries";
import { saveProgrammeDraft } from "@/domain/programmes/save-programme-draft";
import { startProgrammeDraft } from "@/domain/programmes/start-programme-draft";
import type { BenefitOf, Programme, ProgrammeTerms } from "@/domain/programmes/types";
import { staffContext } from "./contexts";

/** The demo's programme, open; with other terms where some are given. */
export async function aProgramme(parts: ProcessParts, incident: Pick<PublishedIncident, "id">, terms: Partial<ProgrammeTerms> = {}): Promise<Programme> {
  const programme = await findProgrammeById(parts.db, await seedProgramme(parts, { incidentId: incident.id, author: randomUUID(), opener: randomUUID(), terms }));
  if (!programme) throw new Error("no programme");
  return programme;
}

/** Publish other terms of an opened programme, by two people. */
export async function changeTerms(parts: ProcessParts, programme: Pick<Programme, "id" | "incidentId" | "terms">, terms: Partial<ProgrammeTerms>): Promise<Programme> {
  const [author, opener] = [staffContext(parts, ["finance"]), staffContext(parts, ["approver"])];
  const { number } = await startProgrammeDraft(author, { programmeId: programme.id });
  const changed = { ...programme.terms, ...terms };
  const { edit } = await saveProgrammeDraft(author, { programmeId: programme.id, number, edit: 1, terms: changed });
  await proposeProgramme(author, { programmeId: programme.id, number, edit });
  const findings = checkFairness(changed, await countPeopleByLeak(parts.db, programme.incidentId), await classBits(parts.db, programme.incidentId));
  await publishProgramme(opener, { programmeId: programme.id, number, edit, accepted: findings.map(({ rule, place }) => ({ rule, place, reason: "It was looked at with care." })) });
  const published = await findProgrammeById(parts.db, programme.id);
  if (!published) throw new Error("no programme");
  return published;
}

/** Move a claim as its state machine allows, without anything else that an act would do, a letter too. */
export async function moveQuietly(tx: Executor, ctx: Context, claim: Parameters<typeof moveClaims>[2][number], to: ClaimState, changes?: Parameters<typeof moveClaims>[4]): Promise<Claim> {
  const [moved] = await moveClaims(tx, ctx, [claim], to as Parameters<typeof moveClaims>[3], changes);
  if (!moved) throw new Error("nothing moved");
  return moved;
}

/** A claim that a person has begun. */
export async function aDraftClaim(subject: SubjectContext, programme: Programme): Promise<string> {
  await startClaim(subject, { programme: programme.slug });
  const draft = await findOwnDraft(subject, programme.id);
  if (!draft) throw new Error("no draft");
  return draft.claim.id;
}

/** A claim filed by a person, paid in vouchers. */
export async function aFiledClaim(subject: SubjectContext, programme: Programme): Promise<Claim> {
  const claimId = await aDraftClaim(subject, programme);
  await chooseBenefits(subject, { claimId, benefits: "vouchers" });
  return fileClaim(subject, { claimId, termsVersion: programme.termsVersion, accept: "1" });
}

const every = { name: { ko: "보상", en: "Benefit" }, explanation: { ko: "설명", en: "What it is for." }, eligibility: { evidence: "confirmed" as const, classes: [], kinds: ["account-holder" as const] } };

/** Terms under which losses are paid up to 100,000 won, and time at 10,030 won an hour. */
export const lossTerms = {
  exclusive: [],
  cureDays: 14,
  appealDays: 30,
  benefits: [
    { kind: "documented-loss", slug: "loss", ...every, name: { ko: "손해", en: "Losses" }, capMinor: 100_000n, losses: [{ slug: "card", name: { ko: "카드 재발급", en: "A new card" } }] },
    { kind: "lost-time", slug: "time", ...every, name: { ko: "시간", en: "Lost time" }, rateMinor: 10_030n, stepMinutes: 15, minimumMinutes: 15, capMinutes: 300 },
  ] as [BenefitOf<"documented-loss">, BenefitOf<"lost-time">],
} satisfies Partial<ProgrammeTerms>;

/** A claim for losses of some amounts and forty minutes, filed by a person. */
export async function aFiledLossClaim(subject: SubjectContext, programme: Programme, amounts: string[], account: Record<string, string>): Promise<Claim> {
  const claimId = await aDraftClaim(subject, programme);
  await chooseBenefits(subject, { claimId, benefits: ["loss", "time"] });
  await saveLostTime(subject, { claimId, hours: "", minutes: "40", what: "카드를 다시 만드느라 은행에 다녀왔습니다." });
  for (const amount of amounts) await saveLoss(subject, { claimId, loss: "card", on: "2026-01-05", amount, what: "카드를 다시 만든 값입니다." });
  await saveAccount(subject, { claimId, ...account });
  return fileClaim(subject, { claimId, termsVersion: programme.termsVersion, accept: "1" });
}

/** Judge every condition of a claim alike, and save it. Returns the save. */
export async function saveFiledSheet(agent: StaffContext, claimId: string, met: "yes" | "no", reason = "", fields: Record<string, string> = {}): Promise<number> {
  const judged = Object.fromEntries(conditionsOf(await readAsked(agent, claimId)).map((condition) => [conditionField("met", condition), met]));
  const { claim, decisions } = await getClaim(agent, claimId);
  const open = decisions.find(({ state }) => state !== "final");
  return (await saveSheet(agent, { claimId, edit: String(open?.edit ?? 0), payoutVersion: String(claim.payoutVersion), ...judged, reason, ...fields })).edit;
}

/** Judge every condition of a taken claim alike, and decide by it. */
export async function decideFiled(agent: StaffContext, claimId: string, met: "yes" | "no", reason = "", fields: Record<string, string> = {}): Promise<{ proposed: boolean }> {
  const edit = await saveFiledSheet(agent, claimId, met, reason, fields);
  return decideClaim(agent, { claimId, edit, seen: (await getClaim(agent, claimId)).claim.arrivals });
}
