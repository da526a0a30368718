import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { WordingState } from "@/components/notices/wording-state";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/lists";
import { EmptyState, Time } from "@/components/ui/text";
import { may } from "@/domain/kernel/context";
import { mayEditNotices, mayReadNotices } from "@/domain/notices/policy";
import { listTemplates } from "@/domain/notices/queries";

export const generateMetadata = staffTitle("notices", "title");

export default async function NoticesPage() {
  const { ctx, member, incident } = await requireIncident(mayReadNotices);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "notices" });
  const templates = await listTemplates(ctx, incident.id);
  const create = may(ctx.actor, mayEditNotices) && <ButtonLink href="/console/notices/new">{t("new.open")}</ButtonLink>;
  return (
    <>
      <PageHead title={t("title")} actions={create}>
        {t("intro")}
      </PageHead>
      <DataTable
        caption={t("title")}
        rows={templates}
        rowKey={(template) => template.id}
        rowHref={(template) => `/console/notices/${template.id}`}
        empty={<EmptyState title={t("none")}>{t("none-text")}</EmptyState>}
        columns={[
          { head: t("name"), cell: (template) => template.name },
          { head: t("kind-label"), cell: (template) => t(`kind.${template.kind}`) },
          {
            head: t("versions"),
            cell: (template) => (
              <span className="flex flex-wrap gap-1">
                {template.versions.map(({ id, number, state }) => (
                  <WordingState key={id} state={state}>
                    {number} · {t(`state.${state}`)}
                  </WordingState>
                ))}
              </span>
            ),
          },
          { head: t("approved"), cell: ({ versions }) => versions.flatMap(({ id, approvedAt }) => (approvedAt ? [<Time brief key={id} at={approvedAt} locale={locale} timeZone={incident.timeZone} />] : []))[0] ?? "–" },
        ]}
      />
    </>
  );
}
