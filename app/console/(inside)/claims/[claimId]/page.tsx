import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { getEvidenceKeeping } from "@/app/_server/evidence-store";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { ClaimHistory } from "@/components/claims/claim-history";
import { ClaimStateBadge } from "@/components/claims/claims-table";
import { ClaimAnswersView } from "@/components/claims/claim-answers";
import { EligibilityPanel } from "@/components/claims/eligibility-panel";
import { ClockPanel } from "@/components/claims/clock-panel";
import { DecideForm } from "@/components/claims/decide-form";
import { PageHead, Panel } from "@/components/console/page-head";
import { PapersPanel } from "@/components/evidence/papers-panel";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { Prose } from "@/components/incidents/prose";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { RevealForm } from "@/components/ui/reveal-form";
import { formatMoney, Masked, Money } from "@/components/ui/text";
import { localeNames, type Locale } from "@/db/values/locales";
import { bankOf } from "@/db/values/banks";
import { may } from "@/domain/kernel/context";
import { checkEligibilityNow } from "@/domain/claims/check-eligibility-now";
import { listClaimClocks } from "@/domain/claims/clocks/queries";
import { mayDecideClaims, mayReadClaims, mayRevealClaims } from "@/domain/claims/policy";
import { getClaim, type ClaimDetail } from "@/domain/claims/queries/get-claim";
import { paperOwner } from "@/domain/claims/paper-owner";
import { mayLookAtEvidence } from "@/domain/evidence/policy";
import { listEvidence } from "@/domain/evidence/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { decideClaimAction, revealClaimAction, takeClaimAction } from "../actions";

export const generateMetadata = staffTitle("claims", "console.title");

export default async function ClaimPage({ params }: PageProps<"/console/claims/[claimId]">) {
  const { ctx, member, incident } = await requireIncident(mayReadClaims);
  const { locale } = member;
  const detail = await notFoundOr(getClaim(ctx, (await params).claimId));
  const { claim, terms, answers, events, decision } = detail;
  if (claim.incidentId !== incident.id) notFound();
  const t = await getTranslations({ locale, namespace: "claims" });
  const names = await listStaffNames(ctx);
  const decides = may(ctx.actor, mayDecideClaims);
  const mine = claim.assignedTo === member.staffId;
  return (
    <div className="max-w-240">
      <BackLink href="/console/claims">{t("console.title")}</BackLink>
      <PageHead title={<span className="tabular-nums">{claim.reference}</span>}>
        <ClaimStateBadge state={claim.state}>{t(`console.short.${claim.state}`)}</ClaimStateBadge> {terms.texts.name[locale]}
      </PageHead>
      <div className="grid gap-x-6 lg:grid-cols-2">
        <Claimant detail={detail} reveals={may(ctx.actor, mayRevealClaims)} locale={locale} />
        <Panel title={t("console.history")}>
          <ClaimHistory events={events} names={names} locale={locale} timeZone={incident.timeZone} />
        </Panel>
      </div>
      <EligibilityPanel check={await checkEligibilityNow(ctx, claim)} nameOf={(slug) => terms.benefits.find((benefit) => benefit.slug === slug)?.name[locale] ?? slug} locale={locale} />
      <ClockPanel clocks={await listClaimClocks(ctx, claim)} locale={locale} timeZone={incident.timeZone} />
      {(answers.time ?? answers.losses[0]) && (
        <Panel title={t("console.said")}>
          <ClaimAnswersView answers={answers} terms={terms} language={claim.locale} locale={locale} />
        </Panel>
      )}
      <PapersPanel papers={await listEvidence(ctx, paperOwner(claim))} locale={locale} timeZone={incident.timeZone} from={may(ctx.actor, mayLookAtEvidence) ? `/console/claims/${claim.id}/papers` : null} scanned={getEvidenceKeeping().scanned} />
      {decision && (
        <Panel title={t("console.decision")}>
          <div lang={decision.locale}>
            <Prose text={decision.reason} />
          </div>
        </Panel>
      )}
      {decides && claim.state === "submitted" && (
        <Panel title={t("console.take")}>
          <p className="mb-3">{t("console.take-hint")}</p>
          <ActionForm action={takeClaimAction} hidden={{ claimId: claim.id }}>
            <SubmitButton>{t("console.take")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
      {claim.state === "in-review" && !mine && claim.assignedTo && <p>{t("console.of-another", { name: names.get(claim.assignedTo) ?? "" })}</p>}
      {decides && claim.state === "in-review" && mine && (
        <Panel title={t("console.decide")}>
          <DecideForm
            action={decideClaimAction}
            claimId={claim.id}
            words={{
              outcome: t("console.outcome"),
              approve: t("console.approve", { amount: formatMoney(claim.amountMinor, claim.currency, locale) }),
              deny: t("console.deny"),
              reason: t("console.reason"),
              hint: t("console.reason-hint", { language: localeNames[claim.locale] }),
              submit: t("console.decide-submit"),
            }}
          />
        </Panel>
      )}
    </div>
  );
}

/** Who claims what, masked, with the way to see it. */
async function Claimant({ detail: { claim, terms, benefits, masked }, reveals, locale }: { detail: ClaimDetail; reveals: boolean; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims" });
  const { payout } = masked;
  const bank = payout && (payout.kind === "kr-account" ? (bankOf(payout.bank)?.[locale] ?? payout.bank) : `IBAN ${payout.bank}`);
  const nameOf = (slug: string) => terms.benefits.find((benefit) => benefit.slug === slug)?.name[locale] ?? slug;
  const money = (minor: bigint) => <Money minor={minor} currency={claim.currency} locale={locale} />;
  return (
    <Panel title={t("console.claimant")}>
      <KeyValues
        rows={[
          { name: t("console.contact"), value: <Masked>{masked.contact}</Masked> },
          ...(payout ? [{ name: t("console.account"), value: <>{bank} <Masked>{payout.account}</Masked></> }, { name: t("console.holder"), value: <Masked>{payout.holder}</Masked> }] : []),
          ...benefits.map((line) => ({ name: nameOf(line.benefit), value: <>{money(line.approvedMinor ?? line.allowedMinor)}{line.askedMinor !== line.allowedMinor && <span className="block text-ink-soft">{t("console.asked", { amount: formatMoney(line.askedMinor, claim.currency, locale) })}</span>}</> })),
          { name: t("console.amount"), value: <strong>{money(claim.approvedMinor ?? claim.amountMinor)}</strong> },
          { name: t("console.language"), value: localeNames[claim.locale] },
          { name: t("console.subject"), value: t("console.subject-value", { subject: claim.subjectId.toString(), version: claim.datasetVersion }) },
        ]}
      />
      {reveals && (
        <div className="mt-4">
          <RevealForm
            action={revealClaimAction}
            hidden={{ claimId: claim.id }}
            words={{ open: t("console.reveal"), hint: t("console.reveal-hint"), reason: t("console.reveal-reason"), submit: t("console.reveal-submit"), revealed: t("console.revealed") }}
            fields={(["contact", "bank", "account", "holder"] as const).map((name) => ({ name, label: t(`console.${name}`) }))}
          />
        </div>
      )}
    </Panel>
  );
}
