import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { bankOf } from "@/db/values/banks";
import type { Locale } from "@/db/values/locales";
import { isGrantedInPart, maskLetterContact, maskPayout, shareOfPool, shownState, waitsForAcceptance, whyNotAccount, whyNotAppealable } from "@/domain/claims/rules";
import type { Claim, ClaimAnswers, ClaimBenefit, ClaimDecision, ClaimEvent, ClaimMessage, ClaimParts, ClaimRequest, PayoutAccount } from "@/domain/claims/types";
import type { ProgrammeTerms } from "@/domain/programmes/types";
import { ActionForm } from "../form/action-form";
import type { FormAction } from "../form/form-state";
import { TextArea } from "../form/field";
import { MoreFields } from "../form/more-fields";
import { SubmitButton } from "../form/submit-button";
import { BackLink, KeyValues } from "../ui/lists";
import { PrintButton } from "../ui/print-button";
import { Callout, formatMoney, formatTime, Money, Time } from "../ui/text";
import { AnswerRequest } from "./answer-request";
import { AppealForm } from "./appeal-form";
import { DecisionLetter } from "./decision-letter";
import { LineWorth } from "./line-worth";
import { MessageThread } from "./message-thread";
import { NotGranted, RestOf } from "./rest-part";

interface ClaimStatusProps {
  own: { claim: Claim; answers: ClaimAnswers | null; payout: PayoutAccount | null; benefits: ClaimBenefit[]; decision: ClaimDecision | null; events: ClaimEvent[]; request: ClaimRequest | null; messages: ClaimMessage[]; decideBy: Date | null; parts: ClaimParts; cutMinor: bigint; unshared: boolean };
  /** The terms it was filed under. */
  terms: ProgrammeTerms;
  /** Address of the programme's claims. */
  base: string;
  locale: Locale;
  timeZone: string;
  /** What has just been done, to be said above. */
  done: "filed" | "answered" | "appealed" | "message" | "account" | null;
  now: Date;
  /** What is asked for, in sentences; the request itself is in `own`. */
  asked: readonly string[];
  /** What travels with every form. */
  hidden: Record<string, string>;
  actions: Record<"withdraw" | "answer" | "write" | "appeal", FormAction>;
}

/** The account of a claim, as its claimant may see it: enough to recognise it, too little to copy it. */
export function describePayout(payout: PayoutAccount | null, locale: Locale): string {
  if (!payout) return "";
  const { kind, bank, account, holder } = maskPayout(payout);
  return `${kind === "kr-account" ? (bankOf(bank)?.[locale] ?? bank) : `IBAN ${bank}`} ${account} (${holder})`;
}

/** A filed claim as its claimant sees it: where it stands and who waits for whom, what is asked for, what was decided and why, messages, and everything that can be done. */
export async function ClaimStatus({ own, terms, base, locale, timeZone, done, now, asked, hidden, actions }: ClaimStatusProps) {
  const t = await getTranslations({ locale, namespace: "claims" });
  const page = await getTranslations({ locale, namespace: "claims-page" });
  const rest = await getTranslations({ locale, namespace: "claims-rest" });
  const { claim, answers, decision, events, messages, request, parts } = own;
  const decided = decision !== null && ["approved", "in-payment", "paid", "returned", "denied", "denied-final", "appealed"].includes(claim.state);
  const withdrawable = ["submitted", "in-review", "needs-information"].includes(claim.state);
  const account = `${base}/filed/${claim.reference ?? ""}/account`;
  const contact = answers ? maskLetterContact(answers.contact) : "";
  // The address says so as long as it is kept; the claim says whether it still is.
  const justFiled = done === "filed" && claim.state === "submitted";
  return (
    <>
      <BackLink href={base}>{terms.texts.name[locale]}</BackLink>
      <h1 className="mb-4 text-28">{justFiled ? t("filed-title") : parts.first ? rest("page-title") : t("status-title")}</h1>
      {done !== null && done !== "filed" && (
        <div className="mb-6" role="status">
          <Callout>{done === "account" ? page("account-saved", { contact }) : page(`${done}-done`)}</Callout>
        </div>
      )}
      <p className="rounded-6 border-2 border-accent bg-surface p-4">
        {t("reference")} <strong className="block whitespace-nowrap text-28 tabular-nums">{claim.reference}</strong>
      </p>
      {parts.first && <RestOf first={parts.first} base={base} locale={locale} />}
      {justFiled && <p className="mt-4">{t(answers?.contact.kind === "phone" ? "filed-next-phone" : "filed-next")}</p>}
      <ClaimFacts own={own} terms={terms} decided={decided} account={account} now={now} locale={locale} timeZone={timeZone} />
      {request && <AnswerRequest request={request} asked={asked} action={actions.answer} hidden={hidden} papers={`${base}/papers/${claim.id}`} account={account} now={now} locale={locale} timeZone={timeZone} />}
      {decision && decided && (
        <section className="my-8">
          <h2 className="mb-2 text-22">{parts.first && claim.state === "appealed" ? rest("before") : t("decision")}</h2>
          <DecisionLetter decision={decision} />
        </section>
      )}
      {isGrantedInPart(claim.state, decision) ? (
        <NotGranted own={own} terms={terms} base={base} action={actions.appeal} hidden={hidden} now={now} locale={locale} timeZone={timeZone} />
      ) : (
        !whyNotAppealable(claim.state, decision, parts.rest !== null, now) && <AppealForm action={actions.appeal} hidden={hidden} hint={page("appeal-text")} locale={locale} />
      )}
      <Callout>{terms.texts.noRightsWaived[locale]}</Callout>
      <OwnMessages messages={messages} action={actions.write} hidden={hidden} language={claim.locale} locale={locale} timeZone={timeZone} />
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
          <ActionForm action={actions.withdraw} hidden={hidden}>
            <SubmitButton kind="danger">{t("withdraw")}</SubmitButton>
          </ActionForm>
        </details>
      )}
    </>
  );
}

/** Where it stands, what happens next, and what it comes to. */
async function ClaimFacts({ own: { claim, payout, benefits, decision, decideBy, cutMinor, unshared }, terms, decided, account, now, locale, timeZone }: Pick<ClaimStatusProps, "own" | "terms" | "now" | "locale" | "timeZone"> & { decided: boolean; account: string }) {
  const t = await getTranslations({ locale, namespace: "claims" });
  const page = await getTranslations({ locale, namespace: "claims-page" });
  const benefitOf = (slug: string) => terms.benefits.find((benefit) => benefit.slug === slug);
  const nameOf = (slug: string) => benefitOf(slug)?.name[locale] ?? slug;
  const money = (minor: bigint) => <Money minor={minor} currency={claim.currency} locale={locale} />;
  const share = shareOfPool(benefits, cutMinor);
  const noMoney = share?.paidMinor === 0n;
  // Of an appeal against a part it is the part that is looked at again.
  const settled = decided && !(claim.restOf !== null && claim.state === "appealed");
  return (
    <div className="my-6">
      <KeyValues
        rows={[
          { name: t("state-label"), value: <strong>{t(`state.${shownState(claim)}`)}</strong> },
          { name: page("wait-label"), value: whatNext({ claim, decision, decideBy, unshared }, noMoney, now, page, (at) => formatTime(at, locale, timeZone, true)) },
          { name: t("programme"), value: terms.texts.name[locale] },
          ...benefits.map((line) => ({ name: nameOf(line.benefit), value: <LineWorth benefit={benefitOf(line.benefit)} minor={line.approvedMinor ?? (settled ? null : line.allowedMinor)} currency={claim.currency} locale={locale} /> })),
          ...(benefits.length > 1 ? [{ name: t("amount"), value: <strong>{money(claim.approvedMinor ?? (settled ? 0n : claim.amountMinor))}</strong> }] : []),
          ...(share ? [{ name: page("share"), value: page(noMoney ? "share-nothing" : "share-text", { approved: formatMoney(share.approvedMinor, claim.currency, locale), amount: formatMoney(share.paidMinor, claim.currency, locale) }) }] : []),
          ...(payout && !noMoney
            ? [
                {
                  name: t("account-answer"),
                  value: describePayout(payout, locale),
                  ...(whyNotAccount(claim)
                    ? {}
                    : {
                        action: (
                          <Link href={account} prefetch={false} className="no-print" aria-label={page("account-change")}>
                            {t("change")}
                          </Link>
                        ),
                      }),
                },
              ]
            : []),
        ]}
      />
      {noMoney && (
        <div className="mt-6">
          <Callout title={page("nothing-title")}>{page("nothing-text")}</Callout>
        </div>
      )}
    </div>
  );
}

/** Messages with the office, and a place to write one. */
async function OwnMessages({ messages, action, hidden, language, locale, timeZone }: { messages: ClaimMessage[]; action: FormAction; hidden: Record<string, string>; language: Locale; locale: Locale; timeZone: string }) {
  const page = await getTranslations({ locale, namespace: "claims-page" });
  return (
    <section className="my-8">
      <h2 className="mb-3 text-22">{page("messages")}</h2>
      {messages.length === 0 ? <p className="text-ink-soft">{page("no-messages")}</p> : <MessageThread messages={messages} writer={({ from }) => page(`from.${from}`)} language={language} locale={locale} timeZone={timeZone} />}
      <ActionForm action={action} hidden={hidden} className="no-print mt-4 space-y-4">
        <MoreFields label={page("write")} names={["text"]}>
          <TextArea name="text" label={page("message-text")} hint={page("write-hint")} rows={4} maxLength={2000} />
          <SubmitButton kind="secondary" pending={page("sending")}>
            {page("send")}
          </SubmitButton>
        </MoreFields>
      </ActionForm>
    </section>
  );
}

/** Who waits for whom, and until when. */
function whatNext({ claim, decision, decideBy, unshared }: Pick<ClaimStatusProps["own"], "claim" | "decision" | "decideBy" | "unshared">, noMoney: boolean, now: Date, page: Awaited<ReturnType<typeof getTranslations<"claims-page">>>, day: (at: Date) => string): string {
  if (claim.state === "draft") return "";
  if (waitsForAcceptance(claim)) return page("wait.account");
  if (noMoney && claim.state === "approved") return page(shownState(claim) === "nothing-left" ? "wait.nothing-left" : "wait.approved-codes");
  if (claim.state === "approved" && unshared) return page("wait.approved-unshared");
  if (claim.state === "denied") return decision?.appealBy && decision.appealBy >= now ? page("wait.denied", { by: day(decision.appealBy) }) : page("wait.denied-late");
  if (decideBy && (claim.state === "submitted" || claim.state === "in-review" || claim.state === "appealed")) return page(`wait.${claim.state}-by`, { by: day(decideBy) });
  return page(`wait.${claim.state}`);
}
