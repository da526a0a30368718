import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { DataTable } from "@/components/ui/lists";
import { formatCount } from "@/components/ui/text";
import { dataClasses, isDataClass } from "@/content/data-classes";
import { getDatasetDifference } from "@/domain/exposure/queries";
import type { DatasetFrame } from "./figures";

/** What a version changes: people, and the kinds of data by how many people they are confirmed for. */
export async function Difference({ ctx, member: { locale }, incident, dataset }: DatasetFrame) {
  const t = await getTranslations({ locale, namespace: "exposure" });
  const difference = await getDatasetDifference(ctx, incident.id, dataset.version);
  const count = (of: number) => formatCount(of, locale);
  const signed = (of: number) => (of > 0 ? `+${count(of)}` : of < 0 ? `−${count(-of)}` : "0");
  const { baseVersion } = difference;
  const title = baseVersion === null ? t("difference.first") : t("difference.title", { version: baseVersion });
  return (
    <Panel title={title}>
      <p className="mb-3">{t("difference.summary", { added: count(difference.added), removed: count(difference.removed), changed: count(difference.changed) })}</p>
      <DataTable
        caption={title}
        rows={difference.byClass}
        rowKey={({ slug }) => slug}
        empty={<p>{t("difference.none")}</p>}
        columns={[
          { head: t("difference.class"), cell: ({ slug }) => (isDataClass(slug) ? dataClasses[slug].label[locale] : slug) },
          ...(baseVersion === null ? [] : [{ head: t("difference.before", { version: baseVersion }), cell: (row: { before: number }) => count(row.before), align: "right" as const }]),
          { head: baseVersion === null ? t("people") : t("difference.after"), cell: ({ after }) => count(after), align: "right" },
          ...(baseVersion === null ? [] : [{ head: t("difference.change"), cell: (row: { before: number; after: number }) => signed(row.after - row.before), align: "right" as const }]),
        ]}
      />
    </Panel>
  );
}
