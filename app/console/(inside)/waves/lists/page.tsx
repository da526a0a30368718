import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { UploadForm } from "@/components/exposure/upload-form";
import { BackLink, DataTable } from "@/components/ui/lists";
import { Callout, EmptyState, Time } from "@/components/ui/text";
import { MAX_LIST_MB, MAX_REFERENCES } from "@/domain/audiences/input";
import { mayEditAudiences } from "@/domain/audiences/policy";
import { listAudienceLists } from "@/domain/audiences/queries";
import { listStaffNames } from "@/domain/staff/queries";

export const generateMetadata = staffTitle("audiences", "lists.title");

export default async function AudienceListsPage({ searchParams }: PageProps<"/console/waves/lists">) {
  const { ctx, member, incident } = await requireIncident(mayEditAudiences);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "audiences" });
  const waves = await getTranslations({ locale, namespace: "waves" });
  const errors = await getTranslations({ locale, namespace: "errors" });
  const [lists, names, { problem, lines, stored }] = await Promise.all([listAudienceLists(ctx, incident.id), listStaffNames(ctx), searchParams]);
  const values = { lines: typeof lines === "string" ? lines.replaceAll(/[^\d, ]/g, "").slice(0, 100) : "", most: MAX_REFERENCES };
  const told = typeof problem === "string" ? (errors.has(problem) ? errors(problem, values) : errors("fault")) : undefined;
  const fresh = lists.find(({ id }) => id === stored);
  return (
    <div className="max-w-180">
      <BackLink href="/console/waves">{waves("title")}</BackLink>
      <PageHead title={t("lists.title")}>{t("lists.intro")}</PageHead>
      {fresh && (
        <div role="status" className="mb-4">
          <Callout>{t("lists.stored", { references: fresh.references })}</Callout>
        </div>
      )}
      <Panel title={t("lists.upload")}>
        <UploadForm
          to={`/console/waves/lists/upload?incident=${incident.id}`}
          maxMegabytes={MAX_LIST_MB}
          problem={told}
          words={{
            ...{ label: t("lists.file"), hint: t("lists.hint", { most: MAX_REFERENCES }), submit: t("lists.submit"), cancel: t("lists.cancel"), storing: t("lists.storing") },
            ...{ progress: t.raw("lists.progress") as string, broken: t("lists.broken"), tooLarge: t("lists.too-large", { megabytes: MAX_LIST_MB }), required: errors("required"), refused: errors("refused") },
          }}
        />
      </Panel>
      <DataTable
        caption={t("lists.title")}
        rows={lists}
        rowKey={({ id }) => id}
        empty={<EmptyState title={t("lists.none")}>{t("lists.none-text")}</EmptyState>}
        columns={[
          { head: t("lists.name"), cell: ({ fileName }) => fileName },
          { head: t("lists.references"), cell: ({ references }) => t("lists.references-count", { count: references }), align: "right" },
          { head: t("lists.by"), cell: ({ uploadedBy }) => names.get(uploadedBy) ?? "–" },
          { head: t("lists.at"), cell: ({ createdAt }) => <Time brief at={createdAt} locale={locale} timeZone={incident.timeZone} /> },
        ]}
      />
    </div>
  );
}
