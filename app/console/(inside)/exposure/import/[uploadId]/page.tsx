import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ImportForm } from "@/components/exposure/import-form";
import { ButtonLink } from "@/components/ui/button";
import { BackLink } from "@/components/ui/lists";
import { Callout, formatCount } from "@/components/ui/text";
import { formatBytes } from "@/content/formats";
import { importFields, importModes } from "@/db/values/import";
import { proposeMapping } from "@/domain/exposure/files/column-mapping";
import { readHeaders } from "@/domain/exposure/files/import-file";
import { DRY_RUN_ROWS } from "@/domain/exposure/input";
import { mayImportDatasets } from "@/domain/exposure/policy";
import { getUpload } from "@/domain/exposure/queries";
import { readUpload } from "@/domain/exposure/read-upload";
import { Refusal } from "@/domain/kernel/errors";
import { importAction } from "../../actions";

export const generateMetadata = staffTitle("exposure", "choose.title");

export default async function MappingPage({ params }: PageProps<"/console/exposure/import/[uploadId]">) {
  const { ctx, member, incident } = await requireIncident(mayImportDatasets);
  const { locale } = member;
  const upload = await notFoundOr(getUpload(ctx, (await params).uploadId));
  if (upload.incidentId !== incident.id) notFound();
  if (upload.version !== null) redirect(`/console/exposure/${upload.version}`);
  const t = await getTranslations({ locale, namespace: "exposure" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  const headers = await readHeaders(readUpload(ctx, upload.uploadId)).catch((error: unknown) => {
    if (error instanceof Refusal) return error;
    throw error;
  });
  const proposed = headers instanceof Refusal ? [] : proposeMapping(headers);
  const undecided = proposed.filter((field) => field === null).length;
  return (
    <>
      <BackLink href="/console/exposure/import">{t("choose.title")}</BackLink>
      <PageHead title={upload.fileName}>{formatBytes(upload.bytes, locale)}</PageHead>
      {headers instanceof Refusal ? (
        <div className="max-w-180 space-y-4">
          <Callout kind="leaked" title={errors("refused")}>{errors(headers.reason, headers.values)}</Callout>
          <ButtonLink href="/console/exposure/import">{t("map.other-file")}</ButtonLink>
        </div>
      ) : (
        <ImportForm
          action={importAction}
          uploadId={upload.uploadId}
          columns={headers.map((header, i) => ({ header, proposed: proposed[i] ?? null }))}
          fields={importFields.map((field) => ({ value: field, label: t(`field.${field}`) }))}
          modes={importModes.map((mode) => ({ value: mode, label: t(`mode-is.${mode}`), hint: t(`mode-does.${mode}`) }))}
          words={{
            ...{ columns: t("map.columns"), columnsHint: t("map.columns-hint"), choose: t("map.choose"), meaning: t("map.meaning"), mode: t("mode"), asOf: t("map.as-of", { zone: incident.timeZone }), asOfHint: t("map.as-of-hint") },
            ...{ undecided: undecided > 0 ? t("map.undecided", { count: undecided }) : "", dryRun: t("map.dry-run"), dryRunPending: t("map.dry-run-pending"), load: t("map.load"), loadPending: t("map.load-pending") },
            ...{ loadHint: t("map.load-hint", { rows: formatCount(DRY_RUN_ROWS, locale) }) },
          }}
        />
      )}
    </>
  );
}
