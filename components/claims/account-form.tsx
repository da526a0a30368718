import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { koreanBanks } from "@/db/values/banks";
import type { AccountKind } from "@/db/values/benefits";
import type { Locale } from "@/db/values/locales";
import type { PayoutAccount } from "@/domain/claims/types";
import { ActionForm } from "../form/action-form";
import { Select, TextField } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";

interface AccountFormProps {
  action: FormAction;
  hidden: Record<string, string>;
  /** Ways in which the programme takes an account, and the one that is asked for. */
  kinds: readonly AccountKind[];
  kind: string | undefined;
  payout: PayoutAccount | null;
  /** Address of this page for the other way; of a page that shows more than this form, with which part it is to show. */
  at: string;
  locale: Locale;
  submit: string;
  /** Fields that come before it. */
  children?: ReactNode;
}

/** Where money is to go: an account at a Korean bank, or an IBAN. */
export async function AccountForm({ action, hidden, kinds, kind, payout, at, locale, submit, children }: AccountFormProps) {
  const t = await getTranslations({ locale, namespace: "claims" });
  const asked = kinds.find((one) => one === (kind ?? payout?.kind)) ?? kinds[0] ?? "kr-account";
  const other = kinds.find((one) => one !== asked);
  const known = payout?.kind === asked ? payout : null;
  return (
    <ActionForm key={asked} action={action} hidden={{ ...hidden, kind: asked }}>
      {children}
      {asked === "kr-account" ? (
        <>
          <Select name="bank" label={t("bank")} initial={known?.kind === "kr-account" ? known.bank : ""} empty={t("choose-bank")} options={koreanBanks.map((bank) => ({ value: bank.code, label: bank[locale] }))} />
          <TextField name="account" label={t("account")} hint={t("account-number-hint")} inputMode="numeric" autoComplete="off" maxLength={40} initial={known?.kind === "kr-account" ? known.account : ""} width={20} />
        </>
      ) : (
        <TextField name="iban" label={t("iban")} hint={t("iban-hint")} autoComplete="off" spellCheck={false} maxLength={50} initial={known?.kind === "iban" ? known.iban : ""} />
      )}
      <TextField name="holder" label={t("holder")} autoComplete="name" maxLength={80} initial={known?.holder ?? ""} />
      {other && (
        <p>
          <Link href={`${at}${at.includes("?") ? "&" : "?"}kind=${other}`} prefetch={false}>
            {t(`account-other.${other}`)}
          </Link>
        </p>
      )}
      <SubmitButton>{submit}</SubmitButton>
    </ActionForm>
  );
}
