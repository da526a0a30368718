import { getTranslations } from "next-intl/server";
import { claimTitle } from "@/app/_server/claim-title";
import { requireDraftClaim } from "@/app/_server/own-claim";
import { QuestionHead, QuestionTitle } from "@/components/claims/question-frame";
import { ActionForm } from "@/components/form/action-form";
import { TextArea, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { formatMoney } from "@/components/ui/text";
import { saveLostTimeAction } from "../actions";

export const generateMetadata = claimTitle("time-question");

export default async function TimePage({ params }: PageProps<"/[locale]/[incident]/claim/[programme]/time">) {
  const { incident, locale, programme, own, eligible, questions, hidden, base, path } = await requireDraftClaim(params, "time");
  const t = await getTranslations({ locale, namespace: "claims" });
  const benefit = eligible.find(({ kind, slug }) => kind === "lost-time" && own.answers.benefits.includes(slug));
  const { time } = own.answers;
  const hours = (minutes: number) => t("duration", { hours: Math.floor(minutes / 60), minutes: minutes % 60 });
  return (
    <IncidentFrame incident={incident} locale={locale} path={`${path}/time`}>
      <QuestionHead base={base} questions={questions} name="time" locale={locale} />
      <ActionForm action={saveLostTimeAction} hidden={hidden}>
        <QuestionTitle>{t("time-question")}</QuestionTitle>
        {benefit?.kind === "lost-time" && <p>{t("time-hint", { rate: formatMoney(benefit.rateMinor, programme.terms.currency, locale), step: benefit.stepMinutes, least: hours(benefit.minimumMinutes), most: hours(benefit.capMinutes) })}</p>}
        <div className="flex flex-wrap gap-4">
          <TextField name="hours" label={t("hours")} inputMode="numeric" maxLength={4} width={10} initial={time ? String(Math.floor(time.minutes / 60)) : ""} />
          <TextField name="minutes" label={t("minutes")} inputMode="numeric" maxLength={2} width={10} initial={time ? String(time.minutes % 60) : ""} />
        </div>
        <TextArea name="what" label={t("time-what")} hint={t("time-what-hint")} rows={5} maxLength={2000} initial={time?.what ?? ""} />
        <SubmitButton>{t("next")}</SubmitButton>
      </ActionForm>
    </IncidentFrame>
  );
}
