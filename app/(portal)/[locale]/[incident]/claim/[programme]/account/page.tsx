import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { claimTitle } from "@/app/_server/claim-title";
import { requireDraftClaim } from "@/app/_server/own-claim";
import { AccountForm } from "@/components/claims/account-form";
import { describePayout } from "@/components/claims/claim-status";
import { QuestionHead, QuestionTitle } from "@/components/claims/question-frame";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { ButtonLink } from "@/components/ui/button";
import { KeyValues } from "@/components/ui/lists";
import { nextQuestion } from "@/domain/claims/questions";
import { saveAccountAction } from "../actions";

export const generateMetadata = claimTitle("account-question");

/** One that was given is shown masked, as everywhere: a session proves an address, and whoever finds it open is not to read where the money goes. `?change=1`, or another kind, asks for one anew. */
export default async function AccountPage({ params, searchParams }: PageProps<"/[locale]/[incident]/claim/[programme]/account">) {
  const { incident, locale, programme, own, questions, hidden, base, path } = await requireDraftClaim(params, "account");
  const t = await getTranslations({ locale, namespace: "claims" });
  const { kind, change } = await searchParams;
  const here = `${base}/account`;
  const asking = own.payout === null || change === "1" || typeof kind === "string";
  return (
    <IncidentFrame incident={incident} locale={locale} path={`${path}/account`}>
      <QuestionHead base={base} questions={questions} name="account" locale={locale} />
      <QuestionTitle>{t("account-question")}</QuestionTitle>
      {own.payout && (
        <KeyValues
          rows={[
            {
              name: t("account-answer"),
              value: describePayout(own.payout, locale),
              action: !asking && (
                <Link href={`${here}?change=1`} prefetch={false}>
                  {t("change")} <span className="sr-only">{t("account-answer")}</span>
                </Link>
              ),
            },
          ]}
        />
      )}
      {asking ? (
        <>
          <p className="my-6">{t(own.payout ? "account-again" : "account-hint")}</p>
          <AccountForm action={saveAccountAction} hidden={hidden} kinds={programme.terms.accounts} kind={typeof kind === "string" ? kind : own.payout?.kind} payout={null} at={here} locale={locale} submit={t("next")} />
        </>
      ) : (
        <p className="mt-6">
          <ButtonLink href={`${base}/${nextQuestion(questions) ?? "answers"}`}>{t("next")}</ButtonLink>
        </p>
      )}
    </IncidentFrame>
  );
}
