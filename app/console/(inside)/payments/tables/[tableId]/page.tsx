import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { BankTableForm } from "@/components/payments/bank-table-form";
import { BankTableSample } from "@/components/payments/bank-table-sample";
import { BackLink } from "@/components/ui/lists";
import { defaultLocale } from "@/db/values/locales";
import { may } from "@/domain/kernel/context";
import { missingColumns } from "@/domain/payments/exports/bank-columns";
import { sampleRows } from "@/domain/payments/exports/bank-table";
import { mayPay, mayReadPayments } from "@/domain/payments/policy";
import { getBankTable } from "@/domain/payments/queries";
import { listOpenProgrammes } from "@/domain/programmes/queries";
import { bringBackBankTableAction, removeBankTableAction, saveBankTableAction } from "../../actions";

export const generateMetadata = staffTitle("bank-tables", "title");

/** One bank's table: what each column holds, and how a file of it looks. */
export default async function BankTablePage({ params }: PageProps<"/console/payments/tables/[tableId]">) {
  const { ctx, member, incident } = await requireIncident(mayReadPayments);
  const { locale } = member;
  const table = await notFoundOr(getBankTable(ctx, (await params).tableId));
  const t = await getTranslations({ locale, namespace: "bank-tables" });
  const [programme] = await listOpenProgrammes(ctx.db, incident.id);
  const pays = may(ctx.actor, mayPay);
  const missing = missingColumns(table.columns.map(({ holds }) => holds));
  return (
    <div className="max-w-240">
      <BackLink href="/console/payments/tables">{t("title")}</BackLink>
      <PageHead title={table.name}>{table.removedAt ? t("removed-text") : missing.length > 0 ? t("unfinished", { columns: missing.map((column) => t(`holds.${column}`)).join(", ") }) : t("ready")}</PageHead>
      <Panel title={t("sample.title")}>
        <BankTableSample table={table} rows={sampleRows(table, programme?.terms.texts.signedBy[defaultLocale] ?? t("sample.purpose"))} locale={locale} />
      </Panel>
      {pays && !table.removedAt && (
        <Panel title={t("set.title")}>
          <BankTableForm table={table} action={saveBankTableAction} locale={locale} />
        </Panel>
      )}
      {pays && (
        <Panel title={table.removedAt ? t("bring-back.title") : t("remove.title")}>
          <p className="mb-3">{table.removedAt ? t("bring-back.text") : t("remove.text")}</p>
          <ActionForm action={table.removedAt ? bringBackBankTableAction : removeBankTableAction} hidden={{ tableId: table.id }}>
            <SubmitButton kind="secondary">{table.removedAt ? t("bring-back.submit") : t("remove.submit")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
    </div>
  );
}
