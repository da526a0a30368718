import { and, eq } from "drizzle-orm";
import { claimBenefits, claimDecisions, claims } from "@/db/schema/claims";
import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../kernel/context";
import { Conflict } from "../../kernel/errors";
import { enqueue } from "../../kernel/job";
import type { Executor } from "../../kernel/transaction";
import { sealJson } from "../../keys/sealed";
import { isCash } from "../../programmes/rules";
import { endOfDayAfter } from "../../rules/deadline";
import { checkEligibilityNow, whyNotEligibleNow } from "../check-eligibility-now";
import type { ClaimLetter } from "../mails";
import { markRead } from "../messages/read-messages";
import { moveClaim } from "../move-claim";
import { incidentTimeZone } from "../queries/incident-time-zone";
import { tellSharesJob } from "../jobs";
import { isAppealable } from "../rest/rules";
import { decisionPlace, toClaim, type ClaimRow } from "../queries/read-claim";
import { nothingLeft, setFlag } from "../set-flag";
import type { Claim, ClaimSheet, ReckonedSheet } from "../types";
import { reckonCut } from "./reckon-cut";
import { judgesOldAccount } from "./rules";
import { decisionLines, writeDecision } from "./write-decision";
import type { Asked } from "./read-asked";

interface Settled {
  /** Who makes it. */
  staffId: string;
  asked: Asked;
  row: ClaimRow;
  open: typeof claimDecisions.$inferSelect;
  sheet: ClaimSheet;
  reckoned: ReckonedSheet;
  /** Who proposed it: the same person where no second one is asked for. */
  proposedBy: string;
}

/** Make a decision: the claim moves, each granted benefit gets its amount and the account it is for, and the letter with its reasons goes out, in one transaction. Of a pool that was shared before, what is left is booked, and its claimant is told how much that is. @throws {Conflict} for a benefit that the record is eligible for no more, where the terms look at it again, and for an account that was changed after it was judged */
export async function settleDecision(tx: Executor, ctx: Context, { staffId, asked, row, open, sheet, reckoned, proposedBy }: Settled): Promise<Claim> {
  const claim = toClaim(row);
  const { outcome, lines, totalMinor } = reckoned;
  if (judgesOldAccount(claim, { ...open, sheet })) throw new Conflict("account-not-judged");
  const lost = whyNotEligibleNow(await checkEligibilityNow(ctx, claim, tx), lines.filter(({ granted }) => granted).map(({ benefit }) => benefit));
  if (lost) throw lost;
  const cutMinor = outcome === "approved" ? await reckonCut(tx, claim, reckoned) : 0n;
  const now = ctx.clock.now();
  const { stage } = open;
  const appealBy = isAppealable(asked, reckoned, stage) ? endOfDayAfter(now, asked.terms.appealDays, await incidentTimeZone(tx, row.incidentId)) : null;
  const decision = writeDecision({ terms: asked.terms, answers: asked.answers, sheet, reckoned, chosen: asked.chosen, stage, locale: claim.locale, appealBy });
  await tx
    .update(claimDecisions)
    .set({ state: "final", outcome, amountMinor: totalMinor, proposedBy, proposedAt: open.proposedAt ?? now, decidedBy: staffId, decidedAt: now, appealBy })
    .where(and(eq(claimDecisions.claimId, claim.id), eq(claimDecisions.number, open.number)));
  for (const line of lines) {
    await tx.update(claimBenefits).set({ approvedMinor: line.granted ? line.approvedMinor : null }).where(and(eq(claimBenefits.claimId, claim.id), eq(claimBenefits.benefit, line.benefit)));
  }
  if (open.state === "proposed") await setFlag(tx, claim.id, "second-person", false);
  await markRead(tx, claim.id, "staff");
  const to = outcome === "approved" ? "approved" : stage === "appeal" ? "denied-final" : "denied";
  const reduced = outcome === "approved" && lines.some((line) => !line.granted || line.approvedMinor < line.askedMinor);
  const letter = { kind: to, parts: [decisionLines(decision), ...(decision.reason ? [decision.reason] : [])], by: appealBy, note: reduced ? (appealBy ? "reduced" : stage === "appeal" ? "reduced-final" : "capped") : undefined, cut: cutMinor > 0n } satisfies ClaimLetter;
  const decided = await moveClaim(tx, ctx, claim, to, letter, {
    ...(outcome === "approved" ? { approvedMinor: totalMinor, approvedPayoutVersion: open.payoutVersion } : {}),
    decidedBy: staffId,
    proposedBy,
    decidedAt: now,
    sealedDecision: await sealJson(ctx.keys, decisionPlace(row), decision),
  }, cutMinor);
  if (cutMinor > 0n) await markCut(tx, claim, lines, cutMinor);
  await recordAudit(tx, ctx, { action: outcome === "approved" ? "claim.approve" : "claim.deny", object: { kind: "claim", id: claim.id }, incidentId: claim.incidentId, details: { amountMinor: totalMinor.toString(), ...(cutMinor > 0n && { cutMinor: cutMinor.toString() }), currency: claim.currency, decision: open.number, stage } });
  return decided;
}

/** Its person is told how much is paid, as everybody is whose part was reckoned when the pool was shared. A planted record is nobody's. */
async function markCut(tx: Executor, { id, programmeId, subjectId }: Claim, lines: ReckonedSheet["lines"], cutMinor: bigint): Promise<void> {
  if (subjectId <= 0n) return;
  const granted = lines.filter((line) => line.granted);
  const nothing = granted.every(isCash) && granted.reduce((sum, { approvedMinor }) => sum + approvedMinor, 0n) === cutMinor;
  await tx.update(claims).set({ shareUntold: true, ...(nothing && nothingLeft) }).where(eq(claims.id, id));
  await enqueue(tx, tellSharesJob, { programmeId }, { key: `shares-${programmeId}` });
}
