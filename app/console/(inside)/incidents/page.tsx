import { getTranslations } from "next-intl/server";
import { findCurrentIncident } from "@/app/_server/current-incident";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/text";
import { listFacts } from "@/domain/facts/queries";
import { mayEditIncidents, mayPublishIncidents, mayReadIncidents } from "@/domain/incidents/policy";
import { getIncidentForStaff, listIncidentRevisions } from "@/domain/incidents/queries";
import { may } from "@/domain/kernel/context";
import { listStaffNames } from "@/domain/staff/queries";
import { startDraftAction } from "./actions";
import { ClassesPanel, DatesPanel, FactsPanel, IncidentsPanel } from "./incident-panels";
import { HistoryPanel, OpenPanel, PublicPanel, WithdrawPanel } from "./revision-panels";

export const generateMetadata = staffTitle("incident-console", "title");

export default async function IncidentsPage() {
  const { ctx, member } = await requireStaff(mayReadIncidents);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "incident-console" });
  const { current, all } = await findCurrentIncident(ctx);
  const mayEdit = may(ctx.actor, mayEditIncidents);
  const create = mayEdit && <ButtonLink href="/console/incidents/new" kind={current ? "secondary" : "primary"}>{t("new")}</ButtonLink>;
  if (!current) {
    return (
      <>
        <PageHead title={t("title")} />
        <EmptyState title={t("none-title")}>
          <p className="mb-4">{mayEdit ? t("none-text") : t("none-text-reader")}</p>
          {create}
        </EmptyState>
      </>
    );
  }
  const [incident, facts, history, names] = await Promise.all([getIncidentForStaff(ctx, current.id), listFacts(ctx, current.id), listIncidentRevisions(ctx, current.id), listStaffNames(ctx)]);
  const { open, published } = incident;
  const who = (id: string | null) => (id === null ? "" : (names.get(id) ?? t("unknown")));
  const shared = { locale, incident, history, who };
  return (
    <>
      <PageHead
        title={current.title[locale] || current.slug}
        actions={
          <>
            {open?.state === "draft" && mayEdit && <ButtonLink href="/console/incidents/edit">{t("edit")}</ButtonLink>}
            {open && <ButtonLink href="/console/incidents/preview" kind={open.state === "draft" ? "secondary" : "primary"}>{t("preview")}</ButtonLink>}
            {!open && mayEdit && (
              <ActionForm action={startDraftAction} hidden={{ incidentId: incident.id }}>
                <SubmitButton>{t("start")}</SubmitButton>
              </ActionForm>
            )}
            <ButtonLink href="/console/incidents/rules" kind="secondary">{t("rules")}</ButtonLink>
            {create}
          </>
        }
      >
        {current.organisation[locale]} · {current.slug}
      </PageHead>
      <div className="grid gap-x-6 xl:grid-cols-2">
        <PublicPanel {...shared} />
        <OpenPanel {...shared} />
      </div>
      <FactsPanel locale={locale} facts={facts} />
      <HistoryPanel {...shared} />
      <div className="grid gap-x-6 xl:grid-cols-2">
        <DatesPanel locale={locale} current={current} revision={open ?? published} now={ctx.clock.now()} />
        <ClassesPanel locale={locale} incident={incident} />
      </div>
      <IncidentsPanel locale={locale} all={all} current={current.id} />
      {published && may(ctx.actor, mayPublishIncidents) && <WithdrawPanel {...shared} published={published} />}
    </>
  );
}
