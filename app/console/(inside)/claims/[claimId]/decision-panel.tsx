import { getTranslations } from "next-intl/server";
import { DecisionResult, ProposedDecision } from "@/components/claims/decision-result";
import { DecisionSheet } from "@/components/claims/decision-sheet";
import { Panel } from "@/components/console/page-head";
import { Prose } from "@/components/incidents/prose";
import { Callout } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import { judgesOldAccount, reckonSheet, sheetForAccount } from "@/domain/claims/decisions/rules";
import { writeSheetForm } from "@/domain/claims/decisions/sheet-form";
import { writeDecision } from "@/domain/claims/decisions/write-decision";
import type { ClaimDetail } from "@/domain/claims/queries/get-claim";
import { endOfDayAfter } from "@/domain/rules/deadline";
import { whyNotConfirmable } from "@/domain/claims/decisions/why-not-confirmable";
import { isAppealable } from "@/domain/claims/rest/rules";
import { whyNotDecidable } from "@/domain/claims/rules";
import { confirmDecisionAction, decideClaimAction, returnDecisionAction, saveSheetAction } from "../actions";
import { eligibleHints } from "./eligible-hints";

interface Props {
  detail: ClaimDetail;
  papers: readonly string[];
  names: ReadonlyMap<string, string>;
  staffId: string;
  decides: boolean;
  /** Whether this person typed the claim, or something of it, from paper. */
  typed: boolean;
  now: Date;
  locale: Locale;
  timeZone: string;
}

/** What a claim's agent judges and decides, and what waits for a second person. Nothing where neither is to be done. */
export async function DecisionPanel({ detail, papers, names, staffId, decides, typed, now, locale, timeZone }: Props) {
  const { claim, terms, answers, benefits, chosen, decisions, granted } = detail;
  const t = await getTranslations({ locale, namespace: "claims-decision" });
  const open = decisions.find(({ state }) => state !== "final");
  const asked = { terms, answers, benefits, chosen, granted };
  const old = open !== undefined && judgesOldAccount(claim, open);
  const accountChanged = old && <Callout kind="possible" title={t("account-changed.title")}>{t(open.state === "proposed" ? "account-changed.return" : "account-changed.judge")}</Callout>;
  const title = t(claim.state === "appealed" ? "appeal" : "first");
  // What was proposed is shown as it was; a sheet that is being made, as it stands for the account of now.
  const reckoned = open && reckonSheet(asked, open.state === "proposed" ? open.sheet : sheetForAccount(claim, open));
  const appealBy = reckoned && isAppealable(asked, reckoned, open.stage) ? endOfDayAfter(now, terms.appealDays, timeZone) : null;
  const letter = open && reckoned && writeDecision({ terms, answers, sheet: open.sheet, reckoned, chosen, stage: open.stage, locale: claim.locale, appealBy });
  const hidden = { claimId: claim.id, edit: String(open?.edit ?? 0), seen: String(claim.arrivals) };
  if (open?.state === "proposed" && letter && (claim.state === "in-review" || claim.state === "appealed")) {
    const own = open.proposedBy === staffId;
    const confirms = decides && !whyNotConfirmable(claim, open, staffId);
    return (
      <Panel title={title}>
        {accountChanged && <div className="mb-4">{accountChanged}</div>}
        <ProposedDecision letter={letter} name={names.get(open.proposedBy ?? "") ?? ""} locale={locale} confirm={confirms && !old ? { action: confirmDecisionAction, hidden } : null} back={confirms || own ? { action: returnDecisionAction, hidden, own } : null} />
      </Panel>
    );
  }
  if (!decides || whyNotDecidable(claim, staffId)) return null;
  const { secondPersonAboveMinor } = terms;
  const together = reckoned?.outcome === "approved" ? [...granted.values()].reduce((sum, minor) => sum + minor, reckoned.totalMinor) : 0n;
  const limit = secondPersonAboveMinor !== null && together > secondPersonAboveMinor ? secondPersonAboveMinor : null;
  return (
    <>
      <Panel title={t("panel")}>
        {open?.sheet.returned && (
          <div className="mb-4">
            <Callout kind="possible" title={t("returned", { name: names.get(open.sheet.returned.by) ?? "" })}>
              <Prose text={open.sheet.returned.note} />
            </Callout>
          </div>
        )}
        {accountChanged && <div className="mb-4">{accountChanged}</div>}
        <DecisionSheet key={`${open?.edit ?? 0}.${claim.payoutVersion}`} action={saveSheetAction} hidden={{ ...hidden, payoutVersion: String(claim.payoutVersion) }} asked={asked} initial={open ? writeSheetForm(sheetForAccount(claim, open), claim.currency) : {}} papers={papers} eligibleHints={await eligibleHints(detail, locale)} language={claim.locale} locale={locale} />
      </Panel>
      {reckoned && letter && (
        <Panel title={title}>
          <DecisionResult reckoned={reckoned} letter={letter} currency={claim.currency} locale={locale} limit={limit} second={typed && reckoned.outcome === "approved" ? (await getTranslations({ locale, namespace: "claims-paper" }))("typed-hint") : null} decide={{ action: decideClaimAction, hidden }} />
        </Panel>
      )}
    </>
  );
}
