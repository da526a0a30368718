import { getTranslations } from "next-intl/server";
import { bankOf } from "@/db/values/banks";
import type { Locale } from "@/db/values/locales";
import { maskPayout } from "@/domain/claims/rules";
import type { Claim, ClaimAnswers, ClaimBenefit, ClaimDecision, ClaimEvent, PayoutAccount } from "@/domain/claims/types";
import type { ProgrammeTerms } from "@/domain/programmes/types";
import { ActionForm } from "../form/action-form";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { Prose } from "../incidents/prose";
import { BackLink, KeyValues } from "../ui/lists";
import { PrintButton } from "../ui/print-button";
import { Callout, Money, Time } from "../ui/text";

interface ClaimStatusProps {
  own: { claim: Claim; answers: ClaimAnswers | null; payout: PayoutAccount | null; benefits: ClaimBenefit[]; decision: ClaimDecision | null; events: ClaimEvent[] };
  /** The terms it was filed under. */
  terms: ProgrammeTerms;
  /** Address of the programme's claims. */
  base: string;
  locale: Locale;
  timeZone: string;
  justFiled: boolean;
  withdraw: { action: FormAction; hidden: Record<string, string> };
}

/** The account of a claim, as its claimant may see it: enough to recognise it, too little to copy it. */
export function describePayout(payout: PayoutAccount | null, locale: Locale): string {
  if (!payout) return "";
  const { kind, bank, account, holder } = maskPayout(payout);
  return `${kind === "kr-account" ? (bankOf(bank)?.[locale] ?? bank) : `IBAN ${bank}`} ${account} (${holder})`;
}

/** A filed claim as its claimant sees it: reference, where it stands, what happened, what was decided and why. */
export async function ClaimStatus({ own, terms, base, locale, timeZone, justFiled, withdraw }: ClaimStatusProps) {
  const t = await getTranslations({ locale, namespace: "claims" });
  const { claim, answers, payout, benefits, decision, events } = own;
  const nameOf = (slug: string) => terms.benefits.find((benefit) => benefit.slug === slug)?.name[locale] ?? slug;
  const money = (minor: bigint) => <Money minor={minor} currency={claim.currency} locale={locale} />;
  const withdrawable = ["submitted", "in-review", "needs-information"].includes(claim.state);
  return (
    <>
      <BackLink href={base}>{terms.texts.name[locale]}</BackLink>
      <h1 className="mb-4 text-28">{justFiled ? t("filed-title") : t("status-title")}</h1>
      <p className="rounded-6 border-2 border-accent bg-surface p-4">
        {t("reference")} <strong className="block whitespace-nowrap text-28 tabular-nums">{claim.reference}</strong>
      </p>
      {justFiled && <p className="mt-4">{t(answers?.contact.kind === "phone" ? "filed-next-phone" : "filed-next")}</p>}
      <div className="my-6">
        <KeyValues
          rows={[
            { name: t("state-label"), value: <strong>{t(`state.${claim.state}`)}</strong> },
            { name: t("programme"), value: terms.texts.name[locale] },
            ...benefits.map((line) => ({ name: nameOf(line.benefit), value: money(line.approvedMinor ?? line.allowedMinor) })),
            ...(benefits.length > 1 ? [{ name: t("amount"), value: <strong>{money(claim.approvedMinor ?? claim.amountMinor)}</strong> }] : []),
            ...(payout ? [{ name: t("account-answer"), value: describePayout(payout, locale) }] : []),
          ]}
        />
      </div>
      {decision && (
        <section className="my-6">
          <h2 className="mb-2 text-22">{t("decision")}</h2>
          <div lang={decision.locale}>
            <Prose text={decision.reason} />
          </div>
        </section>
      )}
      <Callout>{terms.texts.noRightsWaived[locale]}</Callout>
      <section className="my-8">
        <h2 className="mb-3 text-22">{t("history")}</h2>
        <ol className="space-y-3 border-l-2 border-line pl-5">
          {events.filter(({ to }) => to !== "draft").map((event, index) => (
            <li key={index}>
              <span className="block text-16 text-ink-soft">
                <Time at={event.at} locale={locale} timeZone={timeZone} />
              </span>
              {t(`state.${event.to}`)}
            </li>
          ))}
        </ol>
      </section>
      <p className="no-print my-6">
        <PrintButton>{t("print")}</PrintButton>
      </p>
      {withdrawable && (
        <details className="no-print border-t border-line pt-4">
          <summary className="text-accent">{t("withdraw-open")}</summary>
          <p className="my-3">{t("withdraw-text")}</p>
          <ActionForm action={withdraw.action} hidden={withdraw.hidden}>
            <SubmitButton kind="danger">{t("withdraw")}</SubmitButton>
          </ActionForm>
        </details>
      )}
    </>
  );
}
