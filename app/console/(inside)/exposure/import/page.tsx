import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { UploadForm } from "@/components/exposure/upload-form";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { Callout, formatCount } from "@/components/ui/text";
import { importFields } from "@/db/values/import";
import { MAX_UPLOAD_MB } from "@/domain/exposure/input";
import { mayImportDatasets } from "@/domain/exposure/policy";
import { listDatasets } from "@/domain/exposure/queries";

export const generateMetadata = staffTitle("exposure", "choose.title");

export default async function ImportPage({ searchParams }: PageProps<"/console/exposure/import">) {
  const { ctx, member, incident } = await requireIncident(mayImportDatasets);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "exposure" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  const { problem } = await searchParams;
  const megabytes = formatCount(MAX_UPLOAD_MB, locale);
  const open = (await listDatasets(ctx, incident.id)).find(({ state }) => state === "importing" || state === "draft");
  const reason = typeof problem === "string" ? errors.has(problem) ? errors(problem, { megabytes }) : errors("fault") : undefined;
  return (
    <div className="max-w-180">
      <BackLink href="/console/exposure">{t("title")}</BackLink>
      <PageHead title={t("choose.title")}>{t("choose.intro")}</PageHead>
      {open && (
        <div className="mb-4">
          <Callout kind="possible">{t("choose.draft-open", { version: open.version })} <a href={`/console/exposure/${open.version}`}>{t("version-number", { version: open.version })}</a></Callout>
        </div>
      )}
      <UploadForm
        to={`/console/exposure/upload?incident=${incident.id}`}
        maxMegabytes={MAX_UPLOAD_MB}
        problem={reason}
        words={{
          ...{ label: t("choose.file"), hint: t("choose.hint", { megabytes }), submit: t("choose.submit"), cancel: t("choose.cancel"), storing: t("choose.storing") },
          ...{ progress: t.raw("choose.progress") as string, broken: t("choose.broken"), tooLarge: t("choose.too-large", { megabytes }), required: errors("required"), refused: errors("refused") },
        }}
      />
      <p className="my-4 text-ink-soft">{t("choose.kept")}</p>
      <Panel title={t("choose.columns-title")}>
        <p className="mb-3">{t("choose.columns-text")}</p>
        <KeyValues rows={importFields.filter((field) => field !== "ignore").map((field) => ({ name: t(`field.${field}`), value: t(`field-example.${field}`) }))} />
      </Panel>
    </div>
  );
}
