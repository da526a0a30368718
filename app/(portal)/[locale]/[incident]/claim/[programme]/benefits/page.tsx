import { getTranslations } from "next-intl/server";
import { claimTitle } from "@/app/_server/claim-title";
import { requireDraftClaim } from "@/app/_server/own-claim";
import { GoneBenefits } from "@/components/claims/draft-parts";
import { QuestionHead, QuestionTitle } from "@/components/claims/question-frame";
import { ActionForm } from "@/components/form/action-form";
import { Choices } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { describeBenefit } from "@/components/programmes/benefit-list";
import { chooseBenefitsAction } from "../actions";

export const generateMetadata = claimTitle("benefits-question");

export default async function BenefitsPage({ params }: PageProps<"/[locale]/[incident]/claim/[programme]/benefits">) {
  const { incident, locale, programme, own, eligible, questions, gone, hidden, base, path } = await requireDraftClaim(params, "benefits");
  const t = await getTranslations({ locale, namespace: "claims" });
  const offers = await getTranslations({ locale, namespace: "programmes" });
  const { exclusive, currency } = programme.terms;
  const oneOfAll = exclusive.some((group) => eligible.every(({ slug }) => group.includes(slug)));
  return (
    <IncidentFrame incident={incident} locale={locale} path={`${path}/benefits`}>
      <QuestionHead base={base} questions={questions} name="benefits" locale={locale} />
      <GoneBenefits names={gone} locale={locale} />
      <ActionForm action={chooseBenefitsAction} hidden={hidden}>
        <Choices
          name="benefits"
          multiple={!oneOfAll}
          label={<QuestionTitle>{t("benefits-question")}</QuestionTitle>}
          hint={t(oneOfAll ? "benefits-one" : "benefits-several")}
          initial={own.answers.benefits.join(",")}
          options={eligible.map((benefit) => ({ value: benefit.slug, label: `${benefit.name[locale]} · ${describeBenefit(benefit, currency, locale, offers)}`, hint: benefit.explanation[locale] }))}
        />
        <SubmitButton>{t("next")}</SubmitButton>
      </ActionForm>
    </IncidentFrame>
  );
}
