import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { BankTable } from "@/domain/payments/types";

/** How a file of a bank's table looks, with people who do not exist. */
export async function BankTableSample({ table, rows, locale }: { table: BankTable; rows: string[][]; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "bank-tables" });
  return (
    <div className="overflow-x-auto" tabIndex={0} role="group" aria-label={t("sample.title")}>
      <table className="border-collapse tabular-nums">
        <caption className="sr-only">{t("sample.title")}</caption>
        {table.hasHeading && (
          <thead>
            <tr>
              {table.columns.map(({ heading }, at) => (
                <th key={at} scope="col" className="whitespace-nowrap border border-line bg-surface px-2 py-1 text-left font-semibold">
                  {heading}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((cells, row) => (
            <tr key={row}>
              {cells.map((cell, at) => (
                <td key={at} className="whitespace-nowrap border border-line px-2 py-1">
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
