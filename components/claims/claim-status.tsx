import { getTranslations } from "next-intl/server";
import { koreanBanks } from "@/db/values/payout";
import type { Locale } from "@/db/values/locales";
import { maskAccount, maskName } from "@/domain/claims/rules";
import type { Claim, ClaimAnswers, ClaimDecision, ClaimEvent } from "@/domain/claims/types";
import type { Programme } from "@/domain/programmes/types";
import { ActionForm } from "../form/action-form";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { Prose } from "../incidents/prose";
import { KeyValues } from "../ui/lists";
import { PrintButton } from "../ui/print-button";
import { Callout, Money, Time } from "../ui/text";

interface ClaimStatusProps {
  own: { claim: Claim; answers: ClaimAnswers | null; decision: ClaimDecision | null; events: ClaimEvent[] };
  programme: Programme;
  locale: Locale;
  timeZone: string;
  justFiled: boolean;
  withdraw: { action: FormAction; hidden: Record<string, string> };
}

/** How a claim is to be paid, as its claimant may see it: enough to recognise the account, too little to copy it. */
export function describePayout(answers: ClaimAnswers | null, locale: Locale, words: { vouchers: string }): string {
  const payout = answers?.payout;
  if (!payout) return "";
  if (payout.method === "vouchers") return words.vouchers;
  const bank = koreanBanks.find(({ code }) => code === payout.bank);
  return `${bank?.[locale] ?? payout.bank} ${maskAccount(payout.account)} (${maskName(payout.holder)})`;
}

/** A filed claim as its claimant sees it: reference, where it stands, what happened, what was decided and why. */
export async function ClaimStatus({ own, programme, locale, timeZone, justFiled, withdraw }: ClaimStatusProps) {
  const t = await getTranslations({ locale, namespace: "claims" });
  const { claim, answers, decision, events } = own;
  const withdrawable = ["submitted", "in-review", "needs-information"].includes(claim.state);
  return (
    <>
      <h1 className="mb-4 text-28">{justFiled ? t("filed-title") : t("status-title")}</h1>
      <p className="rounded-6 border-2 border-accent bg-surface p-4">
        {t("reference")} <strong className="block whitespace-nowrap text-28 tabular-nums">{claim.reference}</strong>
      </p>
      {justFiled && <p className="mt-4">{t(answers?.contact.kind === "phone" ? "filed-next-phone" : "filed-next")}</p>}
      <div className="my-6">
        <KeyValues
          rows={[
            { name: t("state-label"), value: <strong>{t(`state.${claim.state}`)}</strong> },
            { name: t("programme"), value: programme.texts.name[locale] },
            { name: t("amount"), value: <Money minor={claim.amountMinor} currency={claim.currency} locale={locale} /> },
            { name: t("payout"), value: describePayout(answers, locale, { vouchers: t("method.vouchers") }) },
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
      <Callout>{programme.texts.noRightsWaived[locale]}</Callout>
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
