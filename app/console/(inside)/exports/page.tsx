import { getTranslations } from "next-intl/server";
import { z } from "zod";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { DataTable, Pager, type Column } from "@/components/ui/lists";
import { EmptyState, formatCount, Time } from "@/components/ui/text";
import { mayReadExports } from "@/domain/exports/policy";
import { listExports } from "@/domain/exports/queries";
import type { DataExport } from "@/domain/exports/types";
import { listStaffNames } from "@/domain/staff/queries";
import { ExportState } from "./export-state";

export const generateMetadata = staffTitle("exports", "title");

export default async function ExportsPage({ searchParams }: PageProps<"/console/exports">) {
  const { ctx, member } = await requireStaff(mayReadExports);
  const { locale } = member;
  const before = z.uuid().optional().catch(undefined).parse((await searchParams).before);
  const [{ waiting, exports, next }, names, t] = await Promise.all([listExports(ctx, { before }), listStaffNames(ctx), getTranslations({ locale, namespace: "exports" })]);
  const columns: Column<DataExport>[] = [
    { head: t("what"), cell: ({ kind }) => t(`kind.${kind}`) },
    { head: t("state-head"), cell: ({ state }) => <ExportState state={state}>{t(`state.${state}`)}</ExportState> },
    { head: t("people"), align: "right", cell: ({ people }) => formatCount(people, locale) },
    { head: t("asked-by"), cell: ({ askedBy }) => names.get(askedBy) ?? "–" },
    { head: t("decided-by"), cell: ({ decidedBy }) => (decidedBy ? (names.get(decidedBy) ?? "–") : "–") },
    { head: t("asked-at"), cell: ({ askedAt }) => <Time brief at={askedAt} locale={locale} /> },
  ];
  const list = (caption: string, rows: DataExport[], empty: string) => <DataTable caption={caption} rows={rows} rowKey={({ id }) => id} rowHref={({ id }) => `/console/exports/${id}`} empty={<EmptyState title={empty} />} columns={columns} />;
  return (
    <>
      <PageHead title={t("title")}>{t("intro")}</PageHead>
      <h2 className="mb-2 text-16">{t("waiting")}</h2>
      {list(t("waiting"), waiting, t("nothing-waits"))}
      <h2 className="mb-2 mt-6 text-16">{t("all")}</h2>
      {list(t("all"), exports, t("none"))}
      <Pager label={t("pages")} previous={before ? "/console/exports" : null} next={next ? `/console/exports?before=${next}` : null} words={{ previous: t("newest"), next: t("older") }} />
    </>
  );
}
