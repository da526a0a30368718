import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { BatchState } from "@/components/payments/batch-table";
import { FormFits } from "@/components/payments/form-fits";
import { PaymentList } from "@/components/payments/payment-list";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { formatCount, Money, Time } from "@/components/ui/text";
import { may } from "@/domain/kernel/context";
import { mayPay, mayReadPayments } from "@/domain/payments/policy";
import { getBatch, listBankTables } from "@/domain/payments/queries";
import { findProgrammeById } from "@/domain/programmes/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { dropPaymentAction } from "../actions";
import { BatchActs } from "./batch-acts";
import { ExportPanel } from "./export-panel";
import { HeldBatch } from "./held-batch";

export const generateMetadata = staffTitle("payments", "title");

export default async function BatchPage({ params }: PageProps<"/console/payments/[batchId]">) {
  const { ctx, member, incident } = await requireIncident(mayReadPayments);
  const { locale } = member;
  const batch = await notFoundOr(getBatch(ctx, (await params).batchId));
  if (batch.incidentId !== incident.id) notFound();
  const [t, names, tables, programme] = await Promise.all([getTranslations({ locale, namespace: "payments" }), listStaffNames(ctx), listBankTables(ctx), findProgrammeById(ctx.db, batch.programmeId)]);
  const { state, number, currency, cashMinor, codesMinor, payments, list, byState } = batch;
  const pays = may(ctx.actor, mayPay);
  const time = (at: Date) => <Time at={at} locale={locale} timeZone={incident.timeZone} />;
  const by = (who: string | null, at: Date | null) => (at ? <>{time(at)}{who && ` · ${names.get(who) ?? "–"}`}</> : "–");
  return (
    <div className="max-w-280">
      <BackLink href="/console/payments">{t("title")}</BackLink>
      <PageHead title={t("batches.name", { number, programme: programme?.terms.texts.name[locale] ?? "–" })}>
        <BatchState state={state}>{t(`state.${state}`)}</BatchState>
      </PageHead>
      <div className="mb-6 max-w-200">
        <KeyValues
          rows={[
            { name: t("batches.payments"), value: formatCount(payments, locale) },
            { name: t("batches.cash"), value: <strong><Money minor={cashMinor} currency={currency} locale={locale} /></strong> },
            { name: t("batches.codes"), value: <Money minor={codesMinor} currency={currency} locale={locale} /> },
            { name: t("batches.pay-on"), value: <time dateTime={batch.payOn}>{batch.payOn}</time> },
            { name: t("batch.collected"), value: by(batch.createdBy, batch.createdAt) },
            { name: t("batch.released"), value: by(batch.releasedBy, batch.releasedAt) },
            ...(state === "released" || state === "settled" ? [{ name: t("batch.answers"), value: t("batch.answers-value", { paid: byState.paid ?? 0, returned: byState.returned ?? 0, waiting: byState.released ?? 0 }) }] : []),
          ]}
        />
      </div>
      <FormFits forms={batch.forms} locale={locale} />
      {pays && state === "draft" && <BatchActs batch={batch} own={batch.createdBy === member.staffId} locale={locale} />}
      {batch.heldAt && <HeldBatch batch={batch} releases={pays && batch.createdBy !== member.staffId} locale={locale} />}
      {!batch.heldAt && (state === "released" || state === "settled") && cashMinor > 0n && <ExportPanel ctx={ctx} batch={batch} pays={pays} tables={tables} names={names} locale={locale} timeZone={incident.timeZone} />}
      <Panel title={t("batch.payments")}>
        <PaymentList payments={list} currency={currency} locale={locale} drop={pays && state === "draft" ? dropPaymentAction : null} />
        {list.length < payments && <p className="mt-2 text-ink-soft">{t("batch.shown", { shown: list.length, all: payments })}</p>}
      </Panel>
    </div>
  );
}
