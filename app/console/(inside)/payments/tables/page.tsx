import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextArea, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, DataTable } from "@/components/ui/lists";
import { EmptyState, Time } from "@/components/ui/text";
import { may } from "@/domain/kernel/context";
import { missingColumns } from "@/domain/payments/exports/bank-columns";
import { mayPay, mayReadPayments } from "@/domain/payments/policy";
import { listBankTables } from "@/domain/payments/queries";
import type { SavedBankTable } from "@/domain/payments/types";
import { listStaffNames } from "@/domain/staff/queries";
import { makeBankTableAction } from "../actions";

export const generateMetadata = staffTitle("bank-tables", "title");

/** The tables that banks take, and the form that sets up another. */
export default async function BankTablesPage() {
  const { ctx, member, incident } = await requireIncident(mayReadPayments);
  const { locale } = member;
  const [t, payments, tables, names] = await Promise.all([getTranslations({ locale, namespace: "bank-tables" }), getTranslations({ locale, namespace: "payments" }), listBankTables(ctx), listStaffNames(ctx)]);
  const state = ({ removedAt, columns }: SavedBankTable) => (removedAt ? "removed" : missingColumns(columns.map(({ holds }) => holds)).length > 0 ? "unfinished" : "ready");
  return (
    <div className="max-w-240">
      <BackLink href="/console/payments/setup">{payments("setup.title")}</BackLink>
      <PageHead title={t("title")}>{t("intro")}</PageHead>
      <Panel title={t("list")}>
        <DataTable
          caption={t("list")}
          rows={tables}
          rowKey={({ id }) => id}
          empty={<EmptyState title={t("none")}>{t("none-hint")}</EmptyState>}
          columns={[
            { head: t("name"), cell: ({ id, name }) => <Link href={`/console/payments/tables/${id}`}>{name}</Link> },
            { head: t("columns"), cell: ({ columns }) => columns.map(({ heading }) => heading).join(" · ") },
            { head: payments("state-label"), cell: (table) => t(`state.${state(table)}`) },
            { head: t("saved"), cell: ({ savedAt, savedBy }) => <><Time at={savedAt} locale={locale} timeZone={incident.timeZone} /> · {names.get(savedBy) ?? "–"}</> },
          ]}
        />
      </Panel>
      {may(ctx.actor, mayPay) && (
        <Panel title={t("make.title")}>
          <div className="max-w-160">
            <ActionForm action={makeBankTableAction} className="space-y-4">
              <TextField name="name" label={t("name")} hint={t("name-hint")} maxLength={80} autoComplete="off" />
              <TextArea name="headings" label={t("make.headings")} hint={t("make.headings-hint")} rows={4} maxLength={4_000} />
              <SubmitButton>{t("make.submit")}</SubmitButton>
            </ActionForm>
          </div>
        </Panel>
      )}
    </div>
  );
}
