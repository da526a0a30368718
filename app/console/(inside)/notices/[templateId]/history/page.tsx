import { getTranslations } from "next-intl/server";
import { notFound } from "next/navigation";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { WordingState } from "@/components/notices/wording-state";
import { BackLink, DataTable } from "@/components/ui/lists";
import { PrintButton } from "@/components/ui/print-button";
import { Time } from "@/components/ui/text";
import { mayReadNotices } from "@/domain/notices/policy";
import { getTemplate, listTemplateVersions } from "@/domain/notices/queries";
import { listStaffNames } from "@/domain/staff/queries";
import { Comparison } from "./comparison";

export const generateMetadata = staffTitle("notices", "history.title");

export default async function HistoryPage({ params, searchParams }: PageProps<"/console/notices/[templateId]/history">) {
  const { ctx, member, incident } = await requireIncident(mayReadNotices);
  const { locale } = member;
  const template = await notFoundOr(getTemplate(ctx, (await params).templateId));
  if (template.incidentId !== incident.id) notFound();
  const versions = await listTemplateVersions(ctx, template.id);
  const names = await listStaffNames(ctx);
  const { from, to } = await searchParams;
  const numbered = (wanted: unknown) => versions.find(({ number }) => String(number) === wanted);
  const after = numbered(to) ?? versions[0];
  const before = numbered(from) ?? versions.find(({ number }) => number < (after?.number ?? 0));
  const t = await getTranslations({ locale, namespace: "notices" });
  const name = (id: string) => names.get(id) ?? "–";
  return (
    <div className="max-w-300">
      <BackLink href={`/console/notices/${template.id}`}>{template.name}</BackLink>
      <PageHead title={t("history.title")} actions={<PrintButton>{t("history.print")}</PrintButton>}>
        {template.name}
      </PageHead>
      <Panel title={t("versions")}>
        <DataTable
          caption={t("versions")}
          rows={versions}
          rowKey={(version) => version.id}
          rowHref={(version) => `/console/notices/${template.id}?version=${version.number}`}
          empty={null}
          columns={[
            { head: t("history.version"), cell: (version) => t("version", { number: version.number }) },
            { head: t("state-label"), cell: (version) => <WordingState state={version.state}>{t(`state.${version.state}`)}</WordingState> },
            { head: t("written-by"), cell: (version) => version.editedBy.map(name).join(", ") },
            { head: t("updated"), cell: (version) => <Time brief at={version.updatedAt} locale={locale} timeZone={incident.timeZone} /> },
            { head: t("history.approved-by"), cell: (version) => (version.approvedBy === null ? "–" : name(version.approvedBy)) },
            { head: t("approved"), cell: (version) => (version.approvedAt ? <Time brief at={version.approvedAt} locale={locale} timeZone={incident.timeZone} /> : "–") },
          ]}
        />
      </Panel>
      <Comparison locale={locale} versions={versions} before={before} after={after} />
    </div>
  );
}
