import { getTranslations } from "next-intl/server";
import { bankColumns, tableEncodings } from "@/db/values/payments";
import type { Locale } from "@/db/values/locales";
import type { SavedBankTable } from "@/domain/payments/types";
import { ActionForm } from "../form/action-form";
import { Choices, Select, TextField } from "../form/field";
import type { FormAction } from "../form/form-state";
import { SubmitButton } from "../form/submit-button";

/** What each column of a bank's table holds, in the bank's own order, and how the file is written. */
export async function BankTableForm({ table, action, locale }: { table: SavedBankTable; action: FormAction; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "bank-tables" });
  const options = bankColumns.map((holds) => ({ value: holds, label: t(`holds.${holds}`) }));
  return (
    <div className="max-w-160">
      <ActionForm action={action} hidden={{ tableId: table.id }} className="space-y-4">
        <TextField name="name" label={t("name")} initial={table.name} maxLength={80} autoComplete="off" />
        <fieldset className="space-y-3">
          <legend className="font-semibold">{t("set.columns")}</legend>
          <p className="text-ink-soft">{t("set.columns-hint")}</p>
          {table.columns.map(({ heading, holds }, at) => (
            <Select key={`${at}-${heading}`} name={`column-${at}`} label={t("set.column", { number: at + 1, heading })} initial={holds} options={options} />
          ))}
        </fieldset>
        <Choices name="hasHeading" label={t("set.heading")} initial={table.hasHeading ? "yes" : "no"} inline options={(["yes", "no"] as const).map((value) => ({ value, label: t(`set.has-heading.${value}`) }))} />
        <Choices name="encoding" label={t("set.encoding")} initial={table.encoding} options={[...tableEncodings].reverse().map((value) => ({ value, label: t(`set.encodings.${value}`), hint: t(`set.encoding-hints.${value}`) }))} />
        <TextField name="statementMost" label={t("set.statement")} hint={t("set.statement-hint")} initial={String(table.statementMost)} inputMode="numeric" width={10} />
        <SubmitButton>{t("set.submit")}</SubmitButton>
      </ActionForm>
    </div>
  );
}
