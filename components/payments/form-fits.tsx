import Link from "next/link";
import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { FormFit } from "@/domain/payments/types";
import { Panel } from "../console/page-head";
import { FormName } from "./form-name";

/** What each form of the bank's file can carry of a draft, before anybody releases it. Nothing where no money goes to an account. */
export async function FormFits({ forms, locale }: { forms: FormFit[]; locale: Locale }) {
  const t = await getTranslations({ locale, namespace: "payments" });
  if (forms.length === 0) return null;
  return (
    <Panel title={t("export.title")}>
      <p className="mb-3">{t("forms.text")}</p>
      <ul className="space-y-1">
        {forms.map(({ format, table, tableId, misfits }) => (
          <li key={tableId ?? format} className="wrap-break-word">
            {tableId ? <Link href={`/console/payments/tables/${tableId}`} prefetch={false}>{table}</Link> : <FormName format={format} table={table} locale={locale} />}
            {": "}
            {misfits > 0 ? <strong className="text-leaked">{t("forms.some", { count: misfits })}</strong> : t("forms.all")}
          </li>
        ))}
      </ul>
      {forms.some(({ misfits }) => misfits > 0) && <p className="mt-3 text-ink-soft">{t("forms.what-to-do")}</p>}
    </Panel>
  );
}
