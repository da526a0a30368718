import Link from "next/link";
import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { requireIncident } from "@/app/_server/current-incident";
import { getEvidenceKeeping } from "@/app/_server/evidence-store";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { ClaimHistory } from "@/components/claims/claim-history";
import { ClaimStateBadge } from "@/components/claims/claims-table";
import { ClaimAnswersView } from "@/components/claims/claim-answers";
import { EligibilityPanel } from "@/components/claims/eligibility-panel";
import { ClockPanel } from "@/components/claims/clock-panel";
import { DecisionHistory } from "@/components/claims/decision-history";
import { DecisionLetter } from "@/components/claims/decision-letter";
import { LineWorth } from "@/components/claims/line-worth";
import { MessagesPanel } from "@/components/claims/messages-panel";
import { AskForm, RequestsPanel } from "@/components/claims/request-panel";
import { PageHead, Panel } from "@/components/console/page-head";
import { ErasedNote } from "@/components/erasure/erased-note";
import { PapersPanel } from "@/components/evidence/papers-panel";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { lookPurposeChoice } from "@/components/reveals/look-purpose-choice";
import { RevealForm } from "@/components/ui/reveal-form";
import { Badge, formatMoney, Masked, Money } from "@/components/ui/text";
import { localeNames, type Locale } from "@/db/values/locales";
import { bankOf } from "@/db/values/banks";
import { mayReadAudit } from "@/domain/audit/policy";
import { may } from "@/domain/kernel/context";
import type { ClaimId } from "@/domain/kernel/ids";
import { checkEligibilityNow } from "@/domain/claims/check-eligibility-now";
import { listClaimClocks } from "@/domain/claims/clocks/queries";
import { mayLeadDesk } from "@/domain/claims/desk/policy";
import { mayDecideClaims, mayReadClaims, mayRevealClaims } from "@/domain/claims/policy";
import { describeItems } from "@/domain/claims/requests/describe-items";
import { requestItemsOf } from "@/domain/claims/requests/rules";
import { shareOfPool, whyNotAcceptable, whyNotDecidable, whyNotTakable } from "@/domain/claims/rules";
import { getClaim, type ClaimDetail } from "@/domain/claims/queries/get-claim";
import { hasTyped } from "@/domain/claims/queries/read-intake";
import { whyNotAcceptableBy } from "@/domain/claims/why-not-acceptable-by";
import { paperOwner } from "@/domain/claims/paper-owner";
import { recordKey, shownNumber } from "@/domain/exposure/rules";
import { mayLookAtEvidence } from "@/domain/evidence/policy";
import { listEvidence } from "@/domain/evidence/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { reckonCureDue } from "@/domain/claims/clocks/reckon-clock";
import { acceptAccountAction, askClaimantAction, closeRequestAction, extendRequestAction, readClaimMessagesAction, revealClaimAction, sendClaimMessageAction, takeClaimAction } from "../actions";
import { OwnBudget } from "../../reveals/own-budget";
import { DecisionPanel } from "./decision-panel";
import { DeskBeside, DeskPanels, DeskPresence } from "./desk-panels";
import { MailPanel } from "./mail-panel";
import { FirstPanels, PartsPanel } from "./parts-panels";
import { PostPanels } from "./post-panels";
import { RiskOfClaim } from "./risk-of-claim";

export const generateMetadata = staffTitle("claims", "console.title");

export default async function ClaimPage({ params, searchParams }: PageProps<"/console/claims/[claimId]">) {
  const { ctx, member, incident } = await requireIncident(mayReadClaims);
  const { locale } = member;
  const detail = await notFoundOr(getClaim(ctx, (await params).claimId));
  const { claim, terms, answers, events, decision, requests, parts } = detail;
  if (claim.incidentId !== incident.id) notFound();
  const t = await getTranslations({ locale, namespace: "claims" });
  const ask = await getTranslations({ locale, namespace: "claims-requests" });
  const [names, own, before, typed] = await Promise.all([listStaffNames(ctx), listEvidence(ctx, paperOwner(claim)), parts.first ? listEvidence(ctx, paperOwner({ ...claim, id: parts.first.id as ClaimId })) : [], hasTyped(ctx.db, claim.id, member.staffId)]);
  // What was handed in with the first claim is at hand for the appeal against a part of it, and keeps its number.
  const papers = [...before, ...own];
  const paperFrom = (id: string) => `/console/claims/${before.some((paper) => paper.id === id) ? (parts.first?.id ?? "") : claim.id}/papers/${id}`;
  const decides = may(ctx.actor, mayDecideClaims);
  const [{ timeZone }, now] = [incident, ctx.clock.now()];
  const describe = (items: readonly string[]) => describeItems(items, answers, terms, locale);
  const askable = requestItemsOf(detail);
  const proposed = detail.decisions.some(({ state }) => state === "proposed");
  return (
    <div className="max-w-240">
      <BackLink href="/console/claims">{t("console.title")}</BackLink>
      <PageHead title={<span className="tabular-nums">{claim.reference}</span>}>
        <ClaimStateBadge state={claim.state}>{t(`console.short.${claim.state}`)}</ClaimStateBadge> {claim.flags.includes("nothing-left") && <Badge>{(await getTranslations({ locale, namespace: "claims-desk" }))("flag.nothing-left")}</Badge>} {terms.texts.name[locale]}
      </PageHead>
      {claim.erasedAt && <ErasedNote at={claim.erasedAt} locale={locale} timeZone={timeZone} />}
      <DeskBeside claim={claim} locale={locale} />
      <PartsPanel detail={detail} locale={locale} />
      <div className="grid gap-x-6 lg:grid-cols-2">
        <Claimant detail={detail} looks={may(ctx.actor, mayReadAudit) ? `/console/audit/timeline?incident=${claim.incidentId}&record=${recordKey(claim.subjectId)}` : null} budget={may(ctx.actor, mayRevealClaims) ? <OwnBudget ctx={ctx} locale={locale} /> : null} locale={locale} />
        <Panel title={t("console.history")}>
          <ClaimHistory events={events} names={names} locale={locale} timeZone={timeZone} />
        </Panel>
      </div>
      <EligibilityPanel check={await checkEligibilityNow(ctx, claim)} nameOf={(slug) => terms.benefits.find((benefit) => benefit.slug === slug)?.name[locale] ?? slug} locale={locale} />
      <ClockPanel clocks={await listClaimClocks(ctx, claim)} locale={locale} timeZone={incident.timeZone} />
      {(answers.time ?? answers.losses[0]) && (
        <Panel title={t("console.said")}>
          <ClaimAnswersView answers={answers} terms={terms} language={claim.locale} locale={locale} />
        </Panel>
      )}
      <PostPanels ctx={ctx} detail={detail} names={names} posted={await searchParams} locale={locale} />
      <PapersPanel papers={papers} locale={locale} timeZone={timeZone} fetch={may(ctx.actor, mayLookAtEvidence) ? { from: paperFrom, budget: <OwnBudget ctx={ctx} locale={locale} /> } : null} scanned={getEvidenceKeeping().scanned} />
      <RiskOfClaim ctx={ctx} claimId={claim.id} names={names} locale={locale} timeZone={timeZone} />
      {decides && !whyNotAcceptable(claim) && <NewAccount claim={claim} typed={typed} own={(await whyNotAcceptableBy(ctx.db, claim, member.staffId)) !== null} locale={locale} />}
      <MailPanel ctx={ctx} claim={claim} locale={locale} timeZone={timeZone} />
      {decision && (
        <Panel title={t("console.decision")}>
          <DecisionLetter decision={decision} />
        </Panel>
      )}
      <DecisionHistory decisions={detail.decisions} answers={answers} terms={terms} papers={papers.map(({ id }) => id)} names={names} locale={locale} timeZone={timeZone} />
      {decides && !whyNotTakable(claim, { staffId: member.staffId, leads: may(ctx.actor, mayLeadDesk) }) && (
        <Panel title={t("console.take")}>
          <p className="mb-3">{t("console.take-hint")}</p>
          <ActionForm action={takeClaimAction} hidden={{ claimId: claim.id }}>
            <SubmitButton>{t("console.take")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
      {(claim.state === "in-review" || claim.state === "appealed") && claim.assignedTo !== null && claim.assignedTo !== member.staffId && <p className="mb-6">{t("console.of-another", { name: names.get(claim.assignedTo) ?? "" })}</p>}
      <RequestsPanel
        requests={requests.map((request) => ({ request, items: describe(request.items) }))}
        now={now}
        locale={locale}
        language={claim.locale}
        timeZone={timeZone}
        acts={decides && claim.state === "needs-information" && claim.assignedTo === member.staffId ? { claimId: claim.id, extend: extendRequestAction, goOn: closeRequestAction } : null}
      />
      <DecisionPanel detail={detail} papers={papers.map(({ id }) => id)} names={names} staffId={member.staffId} decides={decides} typed={typed} now={now} locale={locale} timeZone={timeZone} />
      {decides && claim.state === "in-review" && !whyNotDecidable(claim, member.staffId) && !proposed && (
        <Panel title={ask("panel")}>
          <AskForm action={askClaimantAction} claimId={claim.id} items={askable.map((item) => ({ value: item, label: describe([item])[0] }))} by={await reckonCureDue(ctx.db, ctx, incident.id, now, terms.cureDays)} language={claim.locale} locale={locale} timeZone={timeZone} />
        </Panel>
      )}
      <MessagesPanel messages={detail.messages} unread={claim.flags.includes("unread")} names={names} claim={claim} language={claim.locale} locale={locale} timeZone={timeZone} acts={decides ? { send: detail.masked.byPost ? null : sendClaimMessageAction, read: readClaimMessagesAction } : null} />
      {parts.first && <FirstPanels ctx={ctx} first={parts.first} papers={papers.map(({ id }) => id)} names={names} locale={locale} timeZone={timeZone} />}
      <DeskPanels ctx={ctx} claim={claim} timeZone={timeZone} />
      <DeskPresence ctx={ctx} claim={claim} />
    </div>
  );
}

/** An account that was given after the approval, or once more after the money came back: for an agent who has typed nothing of the claim, nor judged its account as one of two. */
async function NewAccount({ claim, typed, own, locale }: { claim: ClaimDetail["claim"]; typed: boolean; own: boolean; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims-messages" });
  return (
    <Panel title={t("new-account")}>
      <p className="mb-3">{t(claim.state === "returned" ? "came-back" : "new-account-text")}</p>
      {own ? (
        <p>{typed ? (await getTranslations({ locale, namespace: "claims-paper" }))("typed-hint") : t("judged-hint")}</p>
      ) : (
        <ActionForm action={acceptAccountAction} hidden={{ claimId: claim.id, payoutVersion: String(claim.payoutVersion) }}>
          <SubmitButton>{t("accept-account")}</SubmitButton>
        </ActionForm>
      )}
    </Panel>
  );
}

/** Who claims what, masked, with the way to see it. */
async function Claimant({ detail: { claim, terms, benefits, masked, cutMinor }, looks, budget, locale }: { detail: ClaimDetail; /** Where an auditor sees who looked at the record. */ looks: string | null; budget: ReactNode; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims" });
  const { payout } = masked;
  const bank = payout && (payout.kind === "kr-account" ? (bankOf(payout.bank)?.[locale] ?? payout.bank) : `IBAN ${payout.bank}`);
  const benefitOf = (slug: string) => terms.benefits.find((benefit) => benefit.slug === slug);
  const share = shareOfPool(benefits, cutMinor);
  const money = (minor: bigint) => <Money minor={minor} currency={claim.currency} locale={locale} />;
  return (
    <Panel title={t("console.claimant")}>
      <KeyValues
        rows={[
          { name: t("console.contact"), value: masked.byPost ? (await getTranslations({ locale, namespace: "claims-paper" }))("by-post") : <Masked>{masked.contact || "–"}</Masked> },
          ...(payout ? [{ name: t("console.account"), value: <>{bank} <Masked>{payout.account}</Masked></> }, { name: t("console.holder"), value: <Masked>{payout.holder}</Masked> }] : []),
          ...benefits.map((line) => ({ name: benefitOf(line.benefit)?.name[locale] ?? line.benefit, value: <><LineWorth benefit={benefitOf(line.benefit)} minor={line.approvedMinor ?? line.allowedMinor} currency={claim.currency} locale={locale} />{line.askedMinor !== line.allowedMinor && <span className="block text-ink-soft">{t("console.asked", { amount: formatMoney(line.askedMinor, claim.currency, locale) })}</span>}</> })),
          { name: t("console.amount"), value: <strong>{money(claim.approvedMinor ?? claim.amountMinor)}</strong> },
          ...(share ? [{ name: t("console.share"), value: t(share.paidMinor === 0n ? "console.share-nothing" : "console.share-text", { approved: formatMoney(share.approvedMinor, claim.currency, locale), amount: formatMoney(share.paidMinor, claim.currency, locale) }) }] : []),
          { name: t("console.language"), value: localeNames[claim.locale] },
          { name: t("console.subject"), value: <>{t("console.subject-value", { subject: shownNumber(claim.subjectId), version: claim.datasetVersion })}{looks && <Link href={looks} prefetch={false} className="block">{t("console.looks")}</Link>}</> },
        ]}
      />
      {budget && (
        <div className="mt-4">
          <RevealForm
            action={revealClaimAction}
            hidden={{ claimId: claim.id }}
            words={{ open: t("console.reveal"), hint: t("console.reveal-hint"), reason: t("console.reveal-reason"), submit: t("console.reveal-submit"), revealed: t("console.revealed") }}
            purpose={await lookPurposeChoice("claim.reveal", locale)}
            fields={(["contact", "bank", "account", "holder"] as const).map((name) => ({ name, label: t(`console.${name}`) }))}
            budget={budget}
          />
        </div>
      )}
    </Panel>
  );
}
