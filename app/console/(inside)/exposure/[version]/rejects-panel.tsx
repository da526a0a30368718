import { getTranslations } from "next-intl/server";
import { Panel } from "@/components/console/page-head";
import { DataTable, Pager } from "@/components/ui/lists";
import { formatCount, Masked } from "@/components/ui/text";
import { mayExportRejects } from "@/domain/exposure/policy";
import { countRejects, listRejects } from "@/domain/exposure/queries";
import type { ImportStatus } from "@/domain/exposure/types";
import { may } from "@/domain/kernel/context";
import { AskExport } from "../../exports/ask-export";
import type { DatasetFrame } from "./figures";

const PAGE = 25;

/** The rejected cells of a version's file: by reason, one by one, and as a file for those who mend them. */
export async function Rejects({ ctx, member: { locale }, dataset, run, after }: DatasetFrame & { run: ImportStatus; after: number }) {
  const t = await getTranslations({ locale, namespace: "exposure" });
  const words = await getTranslations({ locale, namespace: "import-defects" });
  const count = (of: number) => formatCount(of, locale);
  const total = await countRejects(ctx, run.importId);
  if (total === 0) return <Panel title={t("rejects.title")}>{t("rejects.none")}</Panel>;
  const found = await listRejects(ctx, run.importId, after, PAGE + 1);
  const page = found.slice(0, PAGE);
  const here = `/console/exposure/${dataset.version}`;
  return (
    <Panel title={t("rejects.title")}>
      <DataTable
        caption={t("rejects.by-reason")}
        rows={dataset.defects}
        rowKey={({ code }) => code}
        empty={null}
        columns={[
          { head: t("dry.rows"), cell: ({ rows }) => count(rows), align: "right" },
          { head: t("rejects.reason"), cell: ({ code }) => <span className="block min-w-40">{words(`${code}.reason`)}</span> },
          { head: t("rejects.fix"), cell: ({ code }) => <span className="block min-w-40">{words(`${code}.fix`)}</span> },
        ]}
      />
      {may(ctx.actor, mayExportRejects) && (
        <details className="mt-4">
          <summary className="text-accent">{t("rejects.download", { count: count(total) })}</summary>
          <div className="mt-3">
            <AskExport ctx={ctx} kind="rejects" objectId={run.importId} people={total} locale={locale} />
          </div>
        </details>
      )}
      <h3 id="rejected-cells" className="mb-3 mt-6">{t("rejects.list")}</h3>
      <DataTable
        caption={t("rejects.list")}
        rows={page}
        rowKey={({ number }) => String(number)}
        empty={null}
        columns={[
          { head: t("rejects.line"), cell: ({ line }) => count(line), align: "right" },
          { head: t("rejects.column"), cell: ({ column }) => <Masked>{column ?? t("rejects.whole-row")}</Masked> },
          { head: t("rejects.reason"), cell: ({ code }) => <span className="block min-w-40">{words(`${code}.reason`)}</span> },
          { head: t("rejects.preview"), cell: ({ preview }) => <Masked>{preview}</Masked> },
          { head: t("rejects.fix"), cell: ({ code }) => <span className="block min-w-40">{words(`${code}.fix`)}</span> },
        ]}
      />
      <Pager
        label={t("rejects.pages")}
        previous={after > 0 ? `${here}#rejected-cells` : null}
        next={found.length > PAGE ? `${here}?after=${page.at(-1)?.number ?? 0}#rejected-cells` : null}
        words={{ previous: t("rejects.first"), next: t("rejects.next") }}
      />
    </Panel>
  );
}
