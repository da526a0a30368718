import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { getEvidenceKeeping } from "@/app/_server/evidence-store";
import { requirePaperEntry } from "@/app/_server/paper-entry";
import { staffTitle } from "@/app/_server/staff-title";
import { AccountForm } from "@/components/claims/account-form";
import { describePayout } from "@/components/claims/claim-status";
import { DropEntry } from "@/components/claims/drop-entry";
import { LossList } from "@/components/claims/loss-list";
import { ScanForm } from "@/components/claims/scan-form";
import { PageHead, Panel } from "@/components/console/page-head";
import { PapersPanel } from "@/components/evidence/papers-panel";
import { ActionForm } from "@/components/form/action-form";
import { Choices, Select, TextArea, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { ButtonLink } from "@/components/ui/button";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { Callout } from "@/components/ui/text";
import { moneyInField } from "@/content/formats";
import type { Locale, Localized } from "@/db/values/locales";
import { lookAtEntry } from "@/domain/claims/paper/look-at-entry";
import { paperOwner } from "@/domain/claims/paper-owner";
import { lossBenefits, nextQuestion, withoutLosses, type QuestionName } from "@/domain/claims/questions";
import type { ClaimAnswers, ClaimedLoss } from "@/domain/claims/types";
import { shownNumber } from "@/domain/exposure/rules";
import { listEvidence } from "@/domain/evidence/queries";
import { choosePaperBenefitsAction, dropPaperClaimAction, removePaperLossAction, savePaperAccountAction, savePaperLossAction, savePaperTimeAction } from "../actions";

export const generateMetadata = staffTitle("claims-paper", "entry-title");

/** What a paper answers, part by part in the order of the paper; the questions are the ones that the portal asks. */
export default async function PaperEntryPage({ params, searchParams }: PageProps<"/console/claims/paper/[claimId]">) {
  const { ctx, member, incident, own, programme, eligible, questions } = await requirePaperEntry(params, lookAtEntry);
  const { locale } = member;
  const { claim, answers, payout } = own;
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  const { saved, at: wanted, edit, kind, added, problems } = await searchParams;
  const { terms } = programme;
  const at = `/console/claims/paper/${claim.id}`;
  const hidden = { claimId: claim.id };
  const kinds = lossBenefits(eligible, answers).flatMap(({ losses }) => losses);
  const lacking = withoutLosses(eligible, answers);
  const open = nextQuestion(questions);
  // One part at a time: what is typed in another would be lost when this one is saved.
  const asked = questions.find(({ name }) => name === wanted)?.name ?? open;
  const answered: Record<QuestionName, string> = {
    benefits: eligible.filter(({ slug }) => answers.benefits.includes(slug)).map(({ name }) => name[locale]).join(", "),
    time: answers.time ? t("time-answer", { hours: Math.floor(answers.time.minutes / 60), minutes: answers.time.minutes % 60 }) : "",
    losses: t("losses-answer", { count: answers.losses.length }),
    account: describePayout(payout, locale),
  };
  return (
    <div className="max-w-240">
      <BackLink href="/console/claims/paper">{t("title")}</BackLink>
      <PageHead title={t("entry-title")}>
        {terms.texts.name[locale]} · {t("entry-name", { subject: shownNumber(claim.subjectId) })}
      </PageHead>
      {saved === "1" && (
        <div role="status" className="mb-4">
          <Callout>{t("saved")}</Callout>
        </div>
      )}
      {questions.some((question) => question.answered && question.name !== asked) && (
        <Panel title={t("entered")}>
          <KeyValues
            rows={questions
              .filter((question) => question.answered && question.name !== asked)
              .map(({ name }) => ({
                name: t(name),
                value: answered[name],
                action: (
                  <Link href={`${at}?at=${name}`} prefetch={false}>
                    {t("change")} <span className="sr-only">{t(name)}</span>
                  </Link>
                ),
              }))}
          />
        </Panel>
      )}
      {asked === "benefits" && (
        <Panel title={t("benefits")}>
          <ActionForm action={choosePaperBenefitsAction} hidden={hidden}>
            <Choices name="benefits" multiple label={t("benefits-label")} hint={t("benefits-hint")} initial={answers.benefits.join(",")} options={eligible.map((benefit) => ({ value: benefit.slug, label: benefit.name[locale], hint: benefit.explanation[locale] }))} />
            <SubmitButton>{t("save")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
      {asked === "time" && <TimePart time={answers.time} hidden={hidden} locale={locale} />}
      {asked === "losses" && <LossesPart losses={answers.losses.filter(({ loss }) => kinds.some(({ slug }) => slug === loss))} kinds={kinds} edited={answers.losses.find(({ id }) => id === edit)} currency={terms.currency} at={at} hidden={hidden} locale={locale} />}
      {asked === "account" && (
        <Panel title={t("account")}>
          <AccountForm action={savePaperAccountAction} hidden={hidden} kinds={terms.accounts} kind={typeof kind === "string" ? kind : undefined} payout={payout} at={`${at}?at=account`} locale={locale} submit={t("save")} />
        </Panel>
      )}
      <PapersPanel papers={await listEvidence(ctx, paperOwner(claim))} locale={locale} timeZone={incident.timeZone} fetch={null} scanned={getEvidenceKeeping().scanned} />
      <ScanForm to={`${at}/scans`} added={typeof added === "string" ? added : null} problems={typeof problems === "string" ? problems : null} locale={locale} />
      <div className="flex flex-wrap items-center gap-3">
        {open === null && eligible.length > 0 ? <ButtonLink href={`${at}/check`}>{t("to-check")}</ButtonLink> : <p>{t(eligible.length > 0 && open ? `open.${open}` : "not-eligible-now", { names: lacking.map(({ name }) => name[locale]).join(", ") })}</p>}
      </div>
      <div className="mt-6">
        <DropEntry action={dropPaperClaimAction} claimId={claim.id} locale={locale} />
      </div>
    </div>
  );
}

async function TimePart({ time, hidden, locale }: { time: ClaimAnswers["time"]; hidden: Record<string, string>; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  return (
    <Panel title={t("time")}>
      <ActionForm action={savePaperTimeAction} hidden={hidden}>
        <div className="flex flex-wrap gap-4">
          <TextField name="hours" label={t("hours")} inputMode="numeric" maxLength={4} width={10} initial={time ? String(Math.floor(time.minutes / 60)) : ""} />
          <TextField name="minutes" label={t("minutes")} inputMode="numeric" maxLength={2} width={10} initial={time ? String(time.minutes % 60) : ""} />
        </div>
        <TextArea name="what" label={t("time-what")} rows={4} maxLength={2000} initial={time?.what ?? ""} />
        <SubmitButton>{t("save")}</SubmitButton>
      </ActionForm>
    </Panel>
  );
}

interface LossesPartProps {
  losses: readonly ClaimedLoss[];
  kinds: readonly { slug: string; name: Localized }[];
  edited: ClaimedLoss | undefined;
  currency: string;
  /** Address of the entry. */
  at: string;
  hidden: Record<string, string>;
  locale: Locale;
}

/** Losses one at a time, as many as the paper has. */
async function LossesPart({ losses, kinds, edited, currency, at, hidden, locale }: LossesPartProps) {
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  return (
    <Panel title={t("losses")}>
      {losses.length > 0 && (
        <div className="mb-4 space-y-4">
          <LossList losses={losses} kinds={kinds} currency={currency} locale={locale} edit={(id) => `${at}?at=losses&edit=${id}`} remove={{ action: removePaperLossAction, hidden }} />
          <ButtonLink href={at}>{t("losses-done")}</ButtonLink>
        </div>
      )}
      <ActionForm key={edited?.id ?? `new${losses.length}`} action={savePaperLossAction} hidden={{ ...hidden, ...(edited ? { lossId: edited.id } : {}) }}>
        <Select name="loss" label={t("loss-kind")} initial={edited?.loss ?? ""} empty={t("choose")} options={kinds.map(({ slug, name }) => ({ value: slug, label: name[locale] }))} />
        <TextField name="amount" label={t("loss-amount", { currency })} inputMode="numeric" maxLength={20} width={20} initial={edited ? moneyInField(edited.amountMinor, currency) : ""} />
        <TextField name="on" type="date" label={t("loss-on")} width={20} initial={edited?.on ?? ""} />
        <TextArea name="what" label={t("loss-what")} rows={3} maxLength={2000} initial={edited?.what ?? ""} />
        <SubmitButton kind={losses.length > 0 && !edited ? "secondary" : "primary"}>{t(edited ? "loss-change" : "loss-add")}</SubmitButton>
      </ActionForm>
    </Panel>
  );
}
