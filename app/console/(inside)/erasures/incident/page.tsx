import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ObstacleList } from "@/components/erasure/obstacle-list";
import { ActionForm } from "@/components/form/action-form";
import { Choices, TextArea, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink } from "@/components/ui/lists";
import { incidentGrounds } from "@/db/values/erasures";
import { mayFindPeople } from "@/domain/erasure/policy";
import { readObstacles } from "@/domain/erasure/queries";
import { proposeIncidentErasureAction } from "../actions";

export const generateMetadata = staffTitle("erasures", "whole.title");

/** The end of an incident: what goes, what stays, and what stands against it. */
export default async function EraseIncidentPage() {
  const { ctx, member, incident } = await requireIncident(mayFindPeople);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "erasures" });
  const obstacles = await readObstacles(ctx, { incidentId: incident.id, subjectId: null, contact: null });
  return (
    <div className="max-w-240">
      <BackLink href="/console/erasures">{t("title")}</BackLink>
      <PageHead title={t("whole.title")}>{incident.title[locale]}</PageHead>
      <Panel title={t("preview.title")}>
        <p>{t("whole.goes")}</p>
        <p className="mt-3">{t("whole.stays")}</p>
      </Panel>
      <Panel title={t("new.propose")}>
        <ObstacleList obstacles={obstacles} locale={locale} />
        <ActionForm action={proposeIncidentErasureAction} hidden={{ incidentId: incident.id }} className="max-w-160 space-y-4">
          <Choices name="ground" label={t("ground-label")} options={incidentGrounds.map((value) => ({ value, label: t(`ground.${value}`) }))} />
          <TextArea name="reason" rows={3} label={t("new.reason")} hint={t("whole.reason-hint")} maxLength={2000} />
          <TextField name="name" label={t("whole.name")} hint={t("whole.name-hint", { name: incident.slug })} maxLength={200} autoComplete="off" spellCheck={false} />
          <p>{t("new.second")}</p>
          <SubmitButton>{t("new.submit")}</SubmitButton>
        </ActionForm>
      </Panel>
    </div>
  );
}
