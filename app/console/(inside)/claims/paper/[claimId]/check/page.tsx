import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requirePaperEntry } from "@/app/_server/paper-entry";
import { staffTitle } from "@/app/_server/staff-title";
import { ClaimAnswersView } from "@/components/claims/claim-answers";
import { LineWorth } from "@/components/claims/line-worth";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { Callout, Money, Time } from "@/components/ui/text";
import { bankOf } from "@/db/values/banks";
import { localeNames } from "@/db/values/locales";
import { paperOwner } from "@/domain/claims/paper-owner";
import { checkEntry } from "@/domain/claims/paper/check-entry";
import { askedBenefits, nextQuestion } from "@/domain/claims/questions";
import { maskLetterContact } from "@/domain/claims/rules";
import { listEvidence } from "@/domain/evidence/queries";
import { reckonBenefits, totalMinor } from "@/domain/programmes/reckon";
import { filePaperClaimAction } from "../../actions";

export const generateMetadata = staffTitle("claims-paper", "check-title");

/** The second look: what was entered, in the clear, to be held against the paper before it is filed. */
export default async function CheckPaperPage({ params }: PageProps<"/console/claims/paper/[claimId]/check">) {
  const { ctx, member, own, programme, eligible, questions, seen: entry } = await requirePaperEntry(params, checkEntry);
  const { locale } = member;
  const { claim, answers, payout } = own;
  const at = `/console/claims/paper/${claim.id}`;
  if (nextQuestion(questions) !== null || eligible.length === 0) redirect(at);
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  const { terms } = programme;
  const papers = await listEvidence(ctx, paperOwner(claim));
  const reckoned = reckonBenefits(terms, askedBenefits(eligible, answers));
  const told = { losses: answers.losses, time: questions.some(({ name }) => name === "time") ? answers.time : undefined };
  const account = payout && `${payout.kind === "iban" ? payout.iban : `${bankOf(payout.bank)?.[locale] ?? payout.bank} ${payout.account}`} (${payout.holder})`;
  const money = (minor: bigint) => <Money minor={minor} currency={terms.currency} locale={locale} />;
  return (
    <div className="max-w-240">
      <BackLink href={at}>{t("entry-title")}</BackLink>
      <PageHead title={t("check-title")}>{t("check-intro")}</PageHead>
      <Panel title={terms.texts.name[locale]}>
        <KeyValues
          rows={[
            { name: t("postmark"), value: <Time at={new Date(`${entry.postmarkedOn}T00:00:00Z`)} locale={locale} timeZone="UTC" dateOnly /> },
            { name: t("version"), value: t("version-number", { number: programme.termsVersion }) },
            { name: t("signer"), value: entry.signer },
            { name: t("language"), value: localeNames[claim.locale] },
            { name: t("answer"), value: maskLetterContact(answers.contact) || t("by-post") },
            ...reckoned.map((line) => {
              const benefit = eligible.find(({ slug }) => slug === line.benefit);
              return { name: benefit?.name[locale] ?? line.benefit, value: <LineWorth benefit={benefit} minor={line.allowedMinor} currency={terms.currency} locale={locale} /> };
            }),
            ...(reckoned.length > 1 ? [{ name: t("total"), value: <strong>{money(totalMinor(reckoned))}</strong> }] : []),
            ...(questions.some(({ name }) => name === "account") ? [{ name: t("account"), value: account }] : []),
            { name: t("scans"), value: t("scans-count", { count: papers.length }) },
          ]}
        />
        {(told.time ?? told.losses[0]) && (
          <div className="mt-4">
            <ClaimAnswersView answers={told} terms={terms} language={claim.locale} locale={locale} />
          </div>
        )}
      </Panel>
      {papers.length === 0 && (
        <div className="mb-4">
          <Callout kind="possible">{t("no-scans")}</Callout>
        </div>
      )}
      <ActionForm action={filePaperClaimAction} hidden={{ claimId: claim.id, termsVersion: String(programme.termsVersion) }}>
        <Choices name="accept" multiple label={t("accept-label")} options={[{ value: "1", label: t("accept"), hint: t("accept-hint") }]} />
        <SubmitButton>{t("file")}</SubmitButton>
      </ActionForm>
    </div>
  );
}
