import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { DatasetState } from "@/components/exposure/dataset-state";
import { ButtonLink } from "@/components/ui/button";
import { DataTable, KeyValues } from "@/components/ui/lists";
import { EmptyState, formatCount, Time } from "@/components/ui/text";
import { mayReadCanaries } from "@/domain/exposure/canaries/policy";
import { mayImportDatasets, mayReadDatasets } from "@/domain/exposure/policy";
import { listDatasets } from "@/domain/exposure/queries";
import type { DatasetSummary } from "@/domain/exposure/types";
import { may } from "@/domain/kernel/context";
import { listStaffNames } from "@/domain/staff/queries";

export const generateMetadata = staffTitle("exposure", "title");

export default async function ExposurePage() {
  const { ctx, member, incident } = await requireIncident(mayReadDatasets);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "exposure" });
  const [versions, names] = await Promise.all([listDatasets(ctx, incident.id), listStaffNames(ctx)]);
  const imports = may(ctx.actor, mayImportDatasets);
  const current = versions.find((version) => version.current);
  const count = (of: number) => formatCount(of, locale);
  const importer = ({ importedBy }: DatasetSummary) => (importedBy ? (names.get(importedBy) ?? "–") : t("operator"));
  const publisher = ({ publishedBy }: DatasetSummary) => (publishedBy ? (names.get(publishedBy) ?? "–") : "");
  return (
    <>
      <PageHead title={t("title")} actions={imports && versions.length > 0 && <ButtonLink href="/console/exposure/import">{t("import-open")}</ButtonLink>}>
        {t("intro")}
      </PageHead>
      {versions.length > 0 && (
        <Panel title={t("everybody-sees")}>
          {current ? (
            <KeyValues
              rows={[
                { name: t("version"), value: current.version },
                { name: t("people"), value: <strong className="tabular-nums">{count(current.people)}</strong> },
                { name: t("as-of"), value: <Time at={current.asOf} locale={locale} timeZone={incident.timeZone} /> },
                { name: t("published-by"), value: <>{publisher(current)}{current.publishedAt && <> · <Time at={current.publishedAt} locale={locale} timeZone={incident.timeZone} /></>}</> },
              ]}
            />
          ) : (
            <p>{t("nothing-published")}</p>
          )}
        </Panel>
      )}
      {may(ctx.actor, mayReadCanaries) && current && (
        <p className="mb-4">
          <Link href="/console/exposure/canaries" prefetch={false}>
            {t("canaries")}
          </Link>
        </p>
      )}
      <DataTable
        caption={t("versions")}
        rows={versions}
        rowKey={(row) => String(row.version)}
        rowHref={(row) => `/console/exposure/${row.version}`}
        empty={
          <EmptyState title={t("none")}>
            <p className="mb-4">{t(imports ? "none-next" : "none-wait")}</p>
            {imports && <ButtonLink href="/console/exposure/import">{t("import-open")}</ButtonLink>}
          </EmptyState>
        }
        columns={[
          { head: t("version"), cell: (row) => t("version-number", { version: row.version }) },
          { head: t("state"), cell: (row) => <DatasetState dataset={row} words={(state) => t(`state-is.${state}`)} /> },
          { head: t("mode"), cell: (row) => t(`mode-is.${row.mode}`) },
          { head: t("as-of"), cell: (row) => <Time brief at={row.asOf} locale={locale} timeZone={incident.timeZone} /> },
          { head: t("people"), cell: (row) => count(row.people), align: "right" },
          { head: t("added"), cell: (row) => count(row.added), align: "right" },
          { head: t("removed"), cell: (row) => count(row.removed), align: "right" },
          { head: t("changed"), cell: (row) => count(row.changed), align: "right" },
          { head: t("imported-by"), cell: importer },
          { head: t("published-by"), cell: publisher },
        ]}
      />
    </>
  );
}
