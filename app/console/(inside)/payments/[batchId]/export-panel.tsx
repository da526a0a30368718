import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { Choices } from "@/components/form/field";
import { FormName } from "@/components/payments/form-name";
import { formatCount, Time } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import type { StaffContext } from "@/domain/kernel/context";
import { isOffered } from "@/domain/payments/exports/bank-columns";
import type { BatchDetail } from "@/domain/payments/queries";
import type { SavedBankTable } from "@/domain/payments/types";
import { AskExport } from "../../exports/ask-export";

interface ExportPanelProps {
  ctx: StaffContext;
  batch: BatchDetail;
  pays: boolean;
  /** The tables of banks that can be taken. */
  tables: SavedBankTable[];
  names: Map<string, string>;
  locale: Locale;
  timeZone: string;
}

/** The file for the bank, against a reason, and who has taken it out before. */
export async function ExportPanel({ ctx, batch, pays, tables, names, locale, timeZone }: ExportPanelProps) {
  const t = await getTranslations({ locale, namespace: "payments" });
  const ready = tables.filter(isOffered);
  const options = [
    ...ready.map(({ id, name, columns }) => ({ value: `bank-table:${id}`, label: name, hint: columns.map(({ heading }) => heading).join(" · ") })),
    ...(["kr-transfer", "pain-001"] as const).map((format) => ({ value: format === "pain-001" ? "pain.001" : format, label: t(`export.formats.${format}`), hint: t(`export.hints.${format}`) })),
  ];
  return (
    <Panel title={t("export.title")}>
      {batch.state === "settled" && <p className="mb-3">{t("export.answered")}</p>}
      {pays && batch.state === "released" && (
        <>
          <p className="mb-3">{t("export.text")}</p>
          {batch.list.some(({ cashMinor, state }) => cashMinor > 0n && state !== "released") && <p className="mb-3">{t("export.partly")}</p>}
          <AskExport ctx={ctx} kind="payments" objectId={batch.id} people={batch.byState.released ?? 0} locale={locale}>
            <Choices name="format" label={t("export.format")} hint={<Link href="/console/payments/tables">{t("export.tables")}</Link>} initial={options[0]?.value ?? ""} options={options} />
          </AskExport>
        </>
      )}
      {batch.exports.length > 0 && (
        <ul className="mt-4 space-y-1 text-ink-soft">
          {batch.exports.map(({ at, by, format, table, payments }) => (
            <li key={at.getTime()}>
              <Time at={at} locale={locale} timeZone={timeZone} /> · <FormName format={format} table={table} locale={locale} /> · {t("export.count", { count: formatCount(payments, locale) })} · {names.get(by) ?? "–"}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
