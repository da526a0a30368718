import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { ProgrammeMoney } from "@/domain/ledger/types";
import { DataTable } from "../ui/lists";
import { formatMoney } from "../ui/text";

const held = ["available", "reserved", "approved", "inPayment", "paid", "returned"] as const;

interface MoneyTableProps {
  money: ProgrammeMoney[];
  nameOf: (programmeId: string) => string;
  locale: Locale;
}

/** Where each programme's money stands. The figures of a row add up to its pool; without one, to what was promised so far, and nothing is available or lacking. */
export async function MoneyTable({ money, nameOf, locale }: MoneyTableProps) {
  const t = await getTranslations({ locale, namespace: "payments" });
  const amount = (row: ProgrammeMoney, minor: bigint) => formatMoney(minor, row.currency, locale);
  return (
    <>
      <DataTable
        caption={t("money.title")}
        rows={money}
        rowKey={({ programmeId }) => programmeId}
        empty={<p>{t("money.none")}</p>}
        columns={[
          { head: t("programme"), cell: ({ programmeId }) => nameOf(programmeId) },
          { head: t("money.budget"), align: "right", cell: (row) => <strong>{row.poolMinor === null ? t("money.no-pool") : amount(row, row.poolMinor)}</strong> },
          ...held.map((account) => ({
            head: t(`money.${account}`),
            align: "right" as const,
            cell: (row: ProgrammeMoney) => {
              const minor = row[`${account}Minor`];
              if (account === "available" && row.poolMinor === null) return "–";
              return minor < 0n ? <span className="font-semibold text-leaked">{amount(row, minor)}</span> : amount(row, minor);
            },
          })),
        ]}
      />
      <p className="mt-2 text-ink-soft">{t("money.adds-up")}</p>
    </>
  );
}
