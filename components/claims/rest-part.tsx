import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import { remainingBenefits } from "@/domain/claims/rest/rules";
import { shownState, whyNotAppealable } from "@/domain/claims/rules";
import type { Claim, ClaimAnswers, ClaimBenefit, ClaimDecision, ClaimParts, OtherPart } from "@/domain/claims/types";
import type { ProgrammeTerms } from "@/domain/programmes/types";
import type { FormAction } from "../form/form-state";
import { KeyValues } from "../ui/lists";
import { Callout, formatMoney, formatTime } from "../ui/text";
import { AppealForm } from "./appeal-form";

interface NotGrantedProps {
  own: { claim: Claim; answers: ClaimAnswers | null; benefits: ClaimBenefit[]; decision: ClaimDecision | null; parts: ClaimParts };
  terms: ProgrammeTerms;
  /** Address of the programme's claims. */
  base: string;
  action: FormAction;
  hidden: Record<string, string>;
  now: Date;
  locale: Locale;
  timeZone: string;
}

/** What a claim that was granted in part did not get, until when that can be looked at again and the way to it, and once it is, where that appeal stands. */
export async function NotGranted({ own: { claim, answers, benefits, decision, parts }, terms, base, action, hidden, now, locale, timeZone }: NotGrantedProps) {
  const t = await getTranslations({ locale, namespace: "claims-rest" });
  const state = await getTranslations({ locale, namespace: "claims" });
  const remaining = answers ? remainingBenefits({ terms, answers, lines: benefits }) : [];
  const money = (minor: bigint) => formatMoney(minor, claim.currency, locale);
  const rows = remaining.map(({ benefit, kind, allowedMinor }) => {
    const line = benefits.find((one) => one.benefit === benefit);
    const [asked, granted] = [money(line?.askedMinor ?? 0n), line?.approvedMinor ?? null];
    const said = kind === "monitoring" ? t("line-code") : granted === null ? t("line-none", { asked }) : t("line", { asked, granted: money(granted) });
    return {
      name: terms.benefits.find(({ slug }) => slug === benefit)?.name[locale] ?? benefit,
      value: (
        <>
          {said}
          {!parts.rest && kind !== "monitoring" && allowedMinor > 0n && <span className="block text-ink-soft">{t("more", { more: money(allowedMinor) })}</span>}
        </>
      ),
    };
  });
  const by = decision?.appealBy ? formatTime(decision.appealBy, locale, timeZone, true) : "";
  const open = !whyNotAppealable(claim.state, decision, parts.rest !== null, now);
  return (
    <section className="my-8">
      <h2 className="mb-2 text-22">{t("title")}</h2>
      <KeyValues rows={rows} />
      {parts.rest ? (
        <p className="mt-4">
          {t("own")}{" "}
          <Link href={`${base}/filed/${parts.rest.reference}`} prefetch={false} className="font-semibold tabular-nums">
            {t("own-link", { reference: parts.rest.reference })}
          </Link>{" "}
          <strong className="block">{state(`state.${shownState(parts.rest)}`)}</strong>
        </p>
      ) : (
        <p className="mt-4">{t(open ? "until" : "too-late", { by })}</p>
      )}
      {open && <AppealForm action={action} hidden={hidden} hint={t("appeal-text")} locale={locale} />}
    </section>
  );
}

/** What the appeal against a part of a decision says of itself, with the way to the claim that it is about. */
export async function RestOf({ first, base, locale }: { first: OtherPart; base: string; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "claims-rest" });
  return (
    <div className="my-6">
      <Callout>
        {t("of", { reference: first.reference })}{" "}
        <Link href={`${base}/filed/${first.reference}`} prefetch={false} className="font-semibold">
          {t("of-link", { reference: first.reference })}
        </Link>
      </Callout>
    </div>
  );
}
