import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Select } from "@/components/form/field";
import { LimitedFile } from "@/components/form/limited-file";
import { SubmitButton } from "@/components/form/submit-button";
import { PayerForm } from "@/components/payments/payer-form";
import { ButtonLink } from "@/components/ui/button";
import { BackLink, DataTable, FilterChips } from "@/components/ui/lists";
import { EmptyState, formatCount, formatMoney } from "@/components/ui/text";
import { may } from "@/domain/kernel/context";
import { codePartKey } from "@/domain/payments/codes/parts";
import { mayPay, mayReadPayments } from "@/domain/payments/policy";
import { getPayer, listCodeStock } from "@/domain/payments/queries";
import type { CodeStock } from "@/domain/payments/queries";
import { listOpenProgrammes } from "@/domain/programmes/queries";
import { isCash } from "@/domain/programmes/rules";
import { savePayerAction, uploadCodesAction } from "../actions";

export const generateMetadata = staffTitle("payments", "setup.title");

const MOST_CODES = 7_500_000;

export default async function PaymentSetupPage({ searchParams }: PageProps<"/console/payments/setup">) {
  const { ctx, member, incident } = await requireIncident(mayReadPayments);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "payments" });
  const { programme: chosen, kind } = await searchParams;
  const programmes = await listOpenProgrammes(ctx.db, incident.id);
  const programme = programmes.find(({ slug }) => slug === chosen) ?? programmes[0];
  const pays = may(ctx.actor, mayPay);
  const stock = programme ? await listCodeStock(ctx, programme) : [];
  const partName = ({ benefit, valueMinor, part }: CodeStock) => {
    const name = programme?.terms.benefits.find(({ slug }) => slug === benefit)?.name[locale] ?? benefit;
    return valueMinor === null || !programme ? name : t("codes.part", { name, number: part + 1, value: formatMoney(valueMinor, programme.terms.currency, locale) });
  };
  return (
    <div className="max-w-240">
      <BackLink href="/console/payments">{t("title")}</BackLink>
      <PageHead title={t("setup.title")} actions={<ButtonLink kind="secondary" href="/console/payments/tables">{t("export.tables")}</ButtonLink>}>{t("setup.intro")}</PageHead>
      {!programme && <EmptyState title={t("no-programme")}>{t("no-programme-hint")}</EmptyState>}
      {programmes.length > 1 && (
        <div className="mb-4">
          <FilterChips label={t("programme")} chips={programmes.map(({ slug, terms }) => ({ href: `/console/payments/setup?programme=${slug}`, text: terms.texts.name[locale], current: slug === programme?.slug }))} />
        </div>
      )}
      {programme?.terms.benefits.some(isCash) && (
        <Panel title={t("payer.title")}>
          <PayerForm payer={await getPayer(ctx, programme)} action={pays ? savePayerAction : null} programme={programme} kind={typeof kind === "string" ? kind : undefined} locale={locale} />
        </Panel>
      )}
      {programme && stock.length > 0 && (
        <Panel title={t("codes.title")}>
          <p className="mb-3 text-ink-soft">{t("codes.intro")}</p>
          <DataTable
            caption={t("codes.title")}
            rows={stock}
            rowKey={codePartKey}
            empty={null}
            columns={[
              { head: t("codes.for"), cell: partName },
              { head: t("codes.valid"), align: "right", cell: ({ validDays }) => (validDays > 0 ? t("codes.days", { days: validDays }) : "–") },
              { head: t("codes.uploaded"), align: "right", cell: ({ uploaded }) => formatCount(uploaded, locale) },
              { head: t("codes.free"), align: "right", cell: ({ free }) => formatCount(free, locale) },
            ]}
          />
          {pays && (
            <div className="mt-4 max-w-160">
              <ActionForm action={uploadCodesAction} hidden={{ programmeId: programme.id }} className="space-y-4">
                <Select name="part" label={t("codes.which")} empty={t("choose")} options={stock.map((row) => ({ value: codePartKey(row), label: partName(row) }))} />
                <LimitedFile name="file" label={t("codes.file")} hint={t("codes.file-hint")} accept=".csv,.txt,text/csv,text/plain" most={MOST_CODES} tooLarge={t("file-large")} />
                <SubmitButton>{t("codes.submit")}</SubmitButton>
              </ActionForm>
            </div>
          )}
        </Panel>
      )}
    </div>
  );
}
