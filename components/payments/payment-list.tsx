import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { bankOf } from "@/db/values/banks";
import type { Locale } from "@/db/values/locales";
import type { PaymentState } from "@/db/values/payments";
import type { MaskedPayout } from "@/domain/claims/rules";
import type { BatchPayment } from "@/domain/payments/types";
import { ActionForm } from "../form/action-form";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";
import { DataTable } from "../ui/lists";
import { Badge, formatMoney, Masked } from "../ui/text";
import { FormName } from "./form-name";

const tones = { draft: "plain", released: "accent", paid: "good", returned: "leaked", cancelled: "plain" } as const satisfies Record<PaymentState, string>;

interface PaymentListProps {
  payments: BatchPayment[];
  currency: string;
  locale: Locale;
  /** Takes one out of a draft; left out where nobody may. */
  drop: FormAction | null;
}

/** The payments of a batch, accounts masked. */
export async function PaymentList({ payments, currency, locale, drop }: PaymentListProps) {
  const t = await getTranslations({ locale, namespace: "payments" });
  const bank = ({ kind, bank: code }: MaskedPayout) => (kind === "kr-account" ? (bankOf(code)?.[locale] ?? code) : `IBAN ${code}`);
  return (
    <DataTable
      caption={t("batch.payments")}
      rows={payments}
      rowKey={({ id }) => id}
      empty={<p className="text-ink-soft">{t("batch.empty")}</p>}
      columns={[
        { head: t("batch.claim"), cell: ({ claimId, reference }) => <Link href={`/console/claims/${claimId}`} prefetch={false} className="whitespace-nowrap tabular-nums">{reference}</Link> },
        {
          head: t("state-label"),
          cell: ({ state, bankReason, changed, misfits }) => (
            <>
              <Badge tone={changed ? "leaked" : tones[state]}>{changed ? t("batch.changed") : t(`payment.${state}`)}</Badge>
              {bankReason && <span className="ml-2 text-ink-soft">{t.has(`bank-reason.${bankReason}`) ? `${t(`bank-reason.${bankReason}`)} (${bankReason})` : bankReason}</span>}
              {misfits.length > 0 && (
                <ul className="mt-1">
                  {misfits.map(({ format, table, why, column }, at) => (
                    <li key={at}>
                      <FormName format={format} table={table} locale={locale} />: <span className="text-leaked">{t(`forms.why.${why}`, { column: column ?? "" })}</span>
                    </li>
                  ))}
                </ul>
              )}
            </>
          ),
        },
        { head: t("batches.cash"), align: "right", cell: ({ cashMinor }) => formatMoney(cashMinor, currency, locale) },
        { head: t("batches.codes"), align: "right", cell: ({ codesMinor }) => formatMoney(codesMinor, currency, locale) },
        { head: t("batch.account"), cell: ({ account }) => (account ? <>{bank(account)} <Masked>{account.account}</Masked></> : t("batch.by-codes")) },
        { head: t("batch.holder"), cell: ({ account }) => (account ? <Masked>{account.holder}</Masked> : "–") },
        ...(drop
          ? [
              {
                head: t("batch.act"),
                cell: ({ id, reference }: BatchPayment) => (
                  <ActionForm action={drop} hidden={{ paymentId: id }} className="space-y-1">
                    <SubmitButton kind="secondary" small>
                      {t("batch.drop")} <span className="sr-only">{reference}</span>
                    </SubmitButton>
                  </ActionForm>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
