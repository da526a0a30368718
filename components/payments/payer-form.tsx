import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { bankOf, koreanBanks } from "@/db/values/banks";
import type { Locale } from "@/db/values/locales";
import type { MaskedPayout } from "@/domain/claims/rules";
import type { Programme } from "@/domain/programmes/types";
import { ActionForm } from "../form/action-form";
import { Select, TextField } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { Masked } from "../ui/text";

interface PayerFormProps {
  /** The account that is known, masked. */
  payer: { account: MaskedPayout; bic: string } | null;
  /** Left out where nobody may change it. */
  action: FormAction | null;
  programme: Pick<Programme, "id" | "slug">;
  kind: string | undefined;
  locale: Locale;
}

/** From which account a programme pays. What is known is not given back into the form: whoever changes it types it anew. */
export async function PayerForm({ payer, action, programme, kind, locale }: PayerFormProps) {
  const t = await getTranslations({ locale, namespace: "payments" });
  const asked = (kind ?? payer?.account.kind) === "iban" ? "iban" : "kr-account";
  const other = asked === "iban" ? "kr-account" : "iban";
  return (
    <>
      {payer ? (
        <p className="mb-4">
          {t("payer.now")} {payer.account.holder}, {payer.account.kind === "kr-account" ? (bankOf(payer.account.bank)?.[locale] ?? payer.account.bank) : `IBAN ${payer.account.bank}`} <Masked>{payer.account.account}</Masked>
          {payer.bic && ` · ${payer.bic}`}
        </p>
      ) : (
        <p className="mb-4">{t("payer.none")}</p>
      )}
      {action && (
        <div className="max-w-160">
          <ActionForm key={asked} action={action} hidden={{ programmeId: programme.id, kind: asked }} className="space-y-4">
            <TextField name="holder" label={t("payer.holder")} maxLength={80} autoComplete="organization" />
            {asked === "kr-account" ? (
              <>
                <Select name="bank" label={t("payer.bank")} empty={t("choose")} options={koreanBanks.map(({ code, ...names }) => ({ value: code, label: names[locale] }))} />
                <TextField name="account" label={t("payer.account")} inputMode="numeric" autoComplete="off" maxLength={40} width={20} />
              </>
            ) : (
              <TextField name="iban" label="IBAN" autoComplete="off" spellCheck={false} maxLength={50} />
            )}
            <TextField name="bic" label={t("payer.bic")} hint={t("payer.bic-hint")} autoComplete="off" spellCheck={false} maxLength={20} width={20} />
            <p>
              <Link href={`/console/payments/setup?programme=${programme.slug}&kind=${other}`} prefetch={false}>
                {t(`payer.other.${other}`)}
              </Link>
            </p>
            <SubmitButton>{t("payer.submit")}</SubmitButton>
          </ActionForm>
        </div>
      )}
    </>
  );
}
