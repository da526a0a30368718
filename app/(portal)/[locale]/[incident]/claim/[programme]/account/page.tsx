import { getTranslations } from "next-intl/server";
import { claimTitle } from "@/app/_server/claim-title";
import { requireDraftClaim } from "@/app/_server/own-claim";
import { AccountForm } from "@/components/claims/account-form";
import { QuestionHead, QuestionTitle } from "@/components/claims/question-frame";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { saveAccountAction } from "../actions";

export const generateMetadata = claimTitle("account-question");

export default async function AccountPage({ params, searchParams }: PageProps<"/[locale]/[incident]/claim/[programme]/account">) {
  const { incident, locale, programme, own, questions, hidden, base, path } = await requireDraftClaim(params, "account");
  const t = await getTranslations({ locale, namespace: "claims" });
  const { kind } = await searchParams;
  return (
    <IncidentFrame incident={incident} locale={locale} path={`${path}/account`}>
      <QuestionHead base={base} questions={questions} name="account" locale={locale} />
      <QuestionTitle>{t("account-question")}</QuestionTitle>
      <p className="mb-6">{t("account-hint")}</p>
      <AccountForm action={saveAccountAction} hidden={hidden} kinds={programme.terms.accounts} kind={typeof kind === "string" ? kind : undefined} payout={own.payout} at={`${base}/account`} locale={locale} submit={t("next")} />
    </IncidentFrame>
  );
}
