import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { ClaimDecision, ReckonedSheet } from "@/domain/claims/types";
import { ActionForm } from "../form/action-form";
import { TextArea } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { Callout, formatMoney } from "../ui/text";
import { DecisionLetter } from "./decision-letter";

interface DecisionResultProps {
  reckoned: ReckonedSheet;
  letter: ClaimDecision;
  currency: string;
  locale: Locale;
  /** The terms' limit, where this is over it. */
  limit: bigint | null;
  /** Why a second person decides, where it is not the limit. */
  second: string | null;
  decide: { action: FormAction; hidden: Record<string, string> };
}

/** What a saved sheet comes to, the letter that would go out, and the button that decides; over the limit it goes to a second person. */
export async function DecisionResult({ reckoned, letter, currency, locale, limit, second, decide }: DecisionResultProps) {
  const t = await getTranslations({ locale, namespace: "claims-decision" });
  const total = formatMoney(reckoned.totalMinor, currency, locale);
  const submit = limit !== null || second !== null ? t("propose") : reckoned.outcome === "approved" ? t("decide-approve", { amount: total }) : t("decide-deny");
  return (
    <div className="space-y-4">
      <p>
        {t("result")}: <strong className="tabular-nums">{total}</strong>
      </p>
      <h3 className="text-16">{t("letter")}</h3>
      <DecisionLetter decision={letter} />
      {reckoned.missing.length > 0 ? (
        <Callout kind="possible">
          {reckoned.missing.map((name) => (
            <p key={name}>{t(`missing.${name}`)}</p>
          ))}
        </Callout>
      ) : (
        <ActionForm action={decide.action} hidden={decide.hidden} className="space-y-3">
          {limit !== null && <p className="text-ink-soft">{t("propose-hint", { limit: formatMoney(limit, currency, locale) })}</p>}
          {second !== null && <p className="text-ink-soft">{second}</p>}
          <SubmitButton>{submit}</SubmitButton>
        </ActionForm>
      )}
    </div>
  );
}

interface ProposedDecisionProps {
  letter: ClaimDecision;
  /** Who proposed it. */
  name: string;
  locale: Locale;
  /** Present for who may make it. */
  confirm: { action: FormAction; hidden: Record<string, string> } | null;
  /** Present for who may make it, and for who proposed it. */
  back: { action: FormAction; hidden: Record<string, string>; own: boolean } | null;
}

/** A decision that waits for a second person, as it would be mailed. */
export async function ProposedDecision({ letter, name, locale, confirm, back }: ProposedDecisionProps) {
  const t = await getTranslations({ locale, namespace: "claims-decision" });
  return (
    <div className="space-y-4">
      <p>{back?.own ? t("proposed-own") : t("proposed", { name })}</p>
      <DecisionLetter decision={letter} />
      {confirm && (
        <ActionForm action={confirm.action} hidden={confirm.hidden} className="space-y-3">
          <SubmitButton>{t("confirm")}</SubmitButton>
        </ActionForm>
      )}
      {back && (
        <ActionForm action={back.action} hidden={back.hidden} className="space-y-3">
          <TextArea name="note" label={t("return-note")} rows={2} maxLength={2000} />
          <SubmitButton kind="secondary">{t(back.own ? "take-back" : "return")}</SubmitButton>
        </ActionForm>
      )}
    </div>
  );
}
