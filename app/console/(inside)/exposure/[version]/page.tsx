import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { DatasetState } from "@/components/exposure/dataset-state";
import { BackLink } from "@/components/ui/lists";
import { Callout, formatTime } from "@/components/ui/text";
import { versionOf } from "@/domain/exposure/input";
import { mayReadDatasets } from "@/domain/exposure/policy";
import { getDataset, listDatasets } from "@/domain/exposure/queries";
import { DatasetActs } from "./acts";
import { Difference } from "./difference";
import { Figures, ImportFailed, ImportProgress } from "./figures";
import { Rejects } from "./rejects-panel";

export const generateMetadata = staffTitle("exposure", "title");

export default async function DatasetPage({ params, searchParams }: PageProps<"/console/exposure/[version]">) {
  const { ctx, member, incident } = await requireIncident(mayReadDatasets);
  const { locale } = member;
  const version = versionOf((await params).version);
  if (version === null) notFound();
  const dataset = await notFoundOr(getDataset(ctx, incident.id, version));
  const versions = await listDatasets(ctx, incident.id);
  const { same, after } = await searchParams;
  const t = await getTranslations({ locale, namespace: "exposure" });
  const frame = { ctx, member, incident, dataset };
  return (
    <div className="max-w-240">
      <BackLink href="/console/exposure">{t("title")}</BackLink>
      <PageHead title={t("version-number", { version })} actions={<DatasetState dataset={dataset} words={(state) => t(`state-is.${state}`)} />}>
        {t(`mode-is.${dataset.mode}`)} · {t("as-of")} {formatTime(dataset.asOf, locale, incident.timeZone)}
      </PageHead>
      {same !== undefined && (
        <div className="mb-4">
          <Callout>{t("same-file")}</Callout>
        </div>
      )}
      {dataset.state === "importing" && dataset.import && <ImportProgress {...frame} run={dataset.import} />}
      {dataset.import?.error && <ImportFailed {...frame} reason={dataset.import.error} />}
      <Figures {...frame} />
      {dataset.state !== "importing" && dataset.state !== "dropped" && <Difference {...frame} />}
      <DatasetActs {...frame} versions={versions} />
      {dataset.import && dataset.state !== "importing" && <Rejects {...frame} run={dataset.import} after={typeof after === "string" && /^\d{1,15}$/.test(after) ? Number(after) : 0} />}
    </div>
  );
}
