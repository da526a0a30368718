import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import type { BatchState } from "@/db/values/payments";
import type { BatchSummary } from "@/domain/payments/types";
import { DataTable } from "../ui/lists";
import { Badge, formatCount, formatMoney } from "../ui/text";

const tones = { draft: "possible", released: "accent", settled: "good", cancelled: "plain" } as const satisfies Record<BatchState, string>;

export function BatchState({ state, children }: { state: BatchState; children: string }) {
  return <Badge tone={tones[state]}>{children}</Badge>;
}

interface BatchTableProps {
  batches: BatchSummary[];
  names: Map<string, string>;
  nameOf: (programmeId: string) => string;
  locale: Locale;
}

/** Batches, newest first. */
export async function BatchTable({ batches, names, nameOf, locale }: BatchTableProps) {
  const t = await getTranslations({ locale, namespace: "payments" });
  return (
    <DataTable
      caption={t("batches.title")}
      rows={batches}
      rowKey={({ id }) => id}
      rowHref={({ id }) => `/console/payments/${id}`}
      empty={<p className="text-ink-soft">{t("batches.none")}</p>}
      columns={[
        { head: t("batches.batch"), cell: ({ number, programmeId }) => t("batches.name", { number, programme: nameOf(programmeId) }) },
        { head: t("state-label"), cell: ({ state }) => <BatchState state={state}>{t(`state.${state}`)}</BatchState> },
        { head: t("batches.payments"), align: "right", cell: ({ payments }) => formatCount(payments, locale) },
        { head: t("batches.cash"), align: "right", cell: ({ cashMinor, currency }) => formatMoney(cashMinor, currency, locale) },
        { head: t("batches.codes"), align: "right", cell: ({ codesMinor, currency }) => formatMoney(codesMinor, currency, locale) },
        { head: t("batches.waiting"), align: "right", cell: ({ byState }) => formatCount(byState.released ?? 0, locale) },
        { head: t("batches.returned"), align: "right", cell: ({ byState }) => formatCount(byState.returned ?? 0, locale) },
        { head: t("batches.pay-on"), cell: ({ payOn }) => <time dateTime={payOn}>{payOn}</time> },
        { head: t("batches.collected-by"), cell: ({ createdBy }) => names.get(createdBy) ?? "–" },
        { head: t("batches.released-by"), cell: ({ releasedBy }) => (releasedBy && names.get(releasedBy)) ?? "–" },
      ]}
    />
  );
}
