import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { claimTitle } from "@/app/_server/claim-title";
import { requireDraftClaim } from "@/app/_server/own-claim";
import { QuestionHead, QuestionTitle } from "@/components/claims/question-frame";
import { LossList } from "@/components/claims/loss-list";
import { ActionForm } from "@/components/form/action-form";
import { Select, TextArea, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { PapersLink } from "@/components/evidence/papers-link";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { ButtonLink } from "@/components/ui/button";
import { Callout, formatMoney } from "@/components/ui/text";
import { moneyInField } from "@/content/formats";
import { paperOwner } from "@/domain/claims/paper-owner";
import { lossBenefits, nextQuestion, withoutLosses } from "@/domain/claims/questions";
import { listOwnEvidence } from "@/domain/evidence/queries";
import { removeLossAction, saveLossAction } from "../actions";

export const generateMetadata = claimTitle("losses-question");

/** Losses one at a time; `?edit=` opens one of them in the form again. */
export default async function LossesPage({ params, searchParams }: PageProps<"/[locale]/[incident]/claim/[programme]/losses">) {
  const { ctx, incident, locale, programme, own, eligible, questions, hidden, base, path } = await requireDraftClaim(params, "losses");
  const t = await getTranslations({ locale, namespace: "claims" });
  const { currency } = programme.terms;
  const { edit, add } = await searchParams;
  const benefits = lossBenefits(eligible, own.answers);
  const kinds = benefits.flatMap((benefit) => benefit.losses);
  const losses = own.answers.losses.filter(({ loss }) => kinds.some(({ slug }) => slug === loss));
  const lacking = losses.length === 0 ? [] : withoutLosses(eligible, own.answers);
  const edited = losses.find(({ id }) => id === edit);
  const typing = losses.length === 0 || lacking.length > 0 || add === "1" || edited !== undefined;
  return (
    <IncidentFrame incident={incident} locale={locale} path={`${path}/losses`}>
      <QuestionHead base={base} questions={questions} name="losses" locale={locale} />
      <QuestionTitle>{t("losses-question")}</QuestionTitle>
      {benefits.map(({ slug, name, capMinor }) => (
        <p key={slug} className="mb-6">
          {benefits.length > 1 && <strong>{name[locale]}: </strong>}
          {t("losses-hint", { cap: formatMoney(capMinor, currency, locale) })}
        </p>
      ))}
      {lacking.length > 0 && (
        <div className="mb-6">
          <Callout>
            {t("losses-lacking", { names: lacking.map(({ name }) => name[locale]).join(", ") })} <Link href={`${base}/benefits`} prefetch={false}>{t("losses-choose")}</Link>
          </Callout>
        </div>
      )}
      {losses.length > 0 && <LossList losses={losses} kinds={kinds} currency={currency} locale={locale} edit={(id) => `${base}/losses?edit=${id}`} remove={{ action: removeLossAction, hidden }} />}
      {typing ? (
        <ActionForm key={edited?.id ?? `new${losses.length}`} action={saveLossAction} hidden={{ ...hidden, ...(edited ? { lossId: edited.id } : {}) }}>
          <h2 className="text-22">{t(edited ? "loss-change" : "loss-add")}</h2>
          <Select name="loss" label={t("loss-kind")} initial={edited?.loss ?? ""} empty={t("loss-kind-choose")} options={kinds.map(({ slug, name }) => ({ value: slug, label: name[locale] }))} />
          <TextField name="amount" label={t("loss-amount", { currency })} inputMode="numeric" maxLength={20} width={20} initial={edited ? moneyInField(edited.amountMinor, currency) : ""} />
          <TextField name="on" type="date" label={t("loss-on")} width={20} initial={edited?.on ?? ""} />
          <TextArea name="what" label={t("loss-what")} hint={t("loss-what-hint")} rows={4} maxLength={2000} initial={edited?.what ?? ""} />
          <SubmitButton>{t("loss-save")}</SubmitButton>
        </ActionForm>
      ) : (
        <div className="mt-6 flex flex-wrap gap-3">
          <ButtonLink href={`${base}/${nextQuestion(questions) ?? "answers"}`}>{t("next")}</ButtonLink>
          <ButtonLink kind="secondary" href={`${base}/losses?add=1`}>
            {t("loss-another")}
          </ButtonLink>
        </div>
      )}
      {losses.length > 0 && <PapersLink papers={await listOwnEvidence(ctx, paperOwner(own.claim))} href={`${base}/papers/${own.claim.id}`} locale={locale} />}
    </IncidentFrame>
  );
}
