import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { claimTitle } from "@/app/_server/claim-title";
import { requireDraftClaim } from "@/app/_server/own-claim";
import { describePayout } from "@/components/claims/claim-status";
import { GoneBenefits, TermsChanged } from "@/components/claims/draft-parts";
import { LineWorth } from "@/components/claims/line-worth";
import { LossList } from "@/components/claims/loss-list";
import { QuestionHead } from "@/components/claims/question-frame";
import { RiskNote } from "@/components/claims/risk-note";
import { ActionForm } from "@/components/form/action-form";
import { Choices } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { PapersLink } from "@/components/evidence/papers-link";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { KeyValues } from "@/components/ui/lists";
import { Callout, Money } from "@/components/ui/text";
import { paperOwner } from "@/domain/claims/paper-owner";
import { askedBenefits, lossBenefits, nextQuestion } from "@/domain/claims/questions";
import { listOwnEvidence } from "@/domain/evidence/queries";
import { maskLetterContact } from "@/domain/claims/rules";
import { reckonBenefits, totalMinor } from "@/domain/programmes/reckon";
import { fileClaimAction } from "../actions";

export const generateMetadata = claimTitle("answers-title");

export default async function AnswersPage({ params, searchParams }: PageProps<"/[locale]/[incident]/claim/[programme]/answers">) {
  const { ctx, incident, locale, programme, own, eligible, questions, gone, hidden, base, path } = await requireDraftClaim(params);
  const open = nextQuestion(questions);
  if (open) redirect(`${base}/${open}`);
  const t = await getTranslations({ locale, namespace: "claims" });
  const { terms: changed } = await searchParams;
  const { terms } = programme;
  const { answers } = own;
  const reckoned = reckonBenefits(terms, askedBenefits(eligible, answers));
  const change = (question: string, what: string) =>
    questions.some(({ name }) => name === question) && (
      <Link href={`${base}/${question}`} prefetch={false}>
        {t("change")} <span className="sr-only">{what}</span>
      </Link>
    );
  const benefitOf = (slug: string) => eligible.find((benefit) => benefit.slug === slug);
  const nameOf = (slug: string) => benefitOf(slug)?.name[locale] ?? slug;
  const kinds = lossBenefits(eligible, answers).flatMap((benefit) => benefit.losses);
  const asks = (name: string) => questions.some((question) => question.name === name);
  return (
    <IncidentFrame incident={incident} locale={locale} path={`${path}/answers`}>
      <QuestionHead base={base} questions={questions} name="answers" locale={locale} />
      <h1 className="mb-6 text-28">{t("answers-title")}</h1>
      {changed === "changed" && <TermsChanged locale={locale} />}
      <GoneBenefits names={gone} locale={locale} />
      <KeyValues
        rows={[
          { name: t("programme"), value: terms.texts.name[locale] },
          ...reckoned.map((line) => ({ name: nameOf(line.benefit), value: <LineWorth benefit={benefitOf(line.benefit)} minor={line.allowedMinor} currency={terms.currency} locale={locale} />, action: change("benefits", nameOf(line.benefit)) })),
          ...(reckoned.length > 1 ? [{ name: t("amount"), value: <strong><Money minor={totalMinor(reckoned)} currency={terms.currency} locale={locale} /></strong> }] : []),
          ...(asks("time") && answers.time ? [{ name: t("time-answer"), value: <><span className="block">{t("duration", { hours: Math.floor(answers.time.minutes / 60), minutes: answers.time.minutes % 60 })}</span>{answers.time.what}</>, action: change("time", t("time-answer")) }] : []),
          ...(asks("account") ? [{ name: t("account-answer"), value: describePayout(own.payout, locale), action: change("account", t("account-answer")) }] : []),
          { name: t(answers.contact.kind === "phone" ? "letters-to-phone" : "letters-to"), value: maskLetterContact(answers.contact) },
        ]}
      />
      {asks("losses") && (
        <section className="my-6">
          <h2 className="mb-2 flex flex-wrap justify-between gap-x-4 text-22">
            {t("losses-answer")} <span className="text-18">{change("losses", t("losses-answer"))}</span>
          </h2>
          <LossList losses={answers.losses.filter(({ loss }) => kinds.some(({ slug }) => slug === loss))} kinds={kinds} currency={terms.currency} locale={locale} />
        </section>
      )}
      {asks("losses") && <PapersLink papers={await listOwnEvidence(ctx, paperOwner(own.claim))} href={`${base}/papers/${own.claim.id}`} locale={locale} />}
      <div className="my-6">
        <Callout>{terms.texts.noRightsWaived[locale]}</Callout>
      </div>
      <RiskNote locale={locale} />
      <ActionForm action={fileClaimAction} hidden={{ ...hidden, termsVersion: String(programme.termsVersion) }}>
        <p>
          <Link href={`/${locale}/${incident.slug}/compensation/${programme.slug}`} prefetch={false}>
            {t("about-programme")}
          </Link>
        </p>
        <Choices name="accept" multiple label={t("accept-label")} options={[{ value: "1", label: t("accept"), hint: t("accept-hint") }]} />
        <p>{t("file-hint")}</p>
        <SubmitButton pending={t("filing")}>{t("file")}</SubmitButton>
      </ActionForm>
    </IncidentFrame>
  );
}
