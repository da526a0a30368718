import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink } from "@/components/ui/lists";
import { benefitKinds } from "@/db/values/benefits";
import { localeNames, locales } from "@/db/values/locales";
import { listAgents } from "@/domain/claims/desk/list-agents";
import { mayLeadDesk } from "@/domain/claims/desk/policy";
import { listClaimStaff } from "@/domain/staff/queries";
import { saveAgentAction } from "../../desk-actions";

export const generateMetadata = staffTitle("claims-desk", "desk.title");

export default async function AgentPage({ params }: PageProps<"/console/claims/desk/[staffId]">) {
  const { ctx, member } = await requireIncident(mayLeadDesk);
  const { staffId } = await params;
  const t = await getTranslations({ locale: member.locale, namespace: "claims-desk" });
  const agent = (await listAgents(ctx, await listClaimStaff(ctx))).find((one) => one.staffId === staffId);
  if (!agent) notFound();
  const fresh = !agent.setUp;
  return (
    <div className="max-w-160">
      <BackLink href="/console/claims/desk">{t("desk.title")}</BackLink>
      <PageHead title={agent.name}>{t("desk.edit-intro")}</PageHead>
      <ActionForm action={saveAgentAction} hidden={{ staffId }}>
        <Choices multiple inline name="locales" label={t("desk.locales")} initial={(fresh ? locales : agent.locales).join()} options={locales.map((value) => ({ value, label: localeNames[value] }))} />
        <Choices multiple inline name="benefits" label={t("desk.benefits")} initial={(fresh ? benefitKinds : agent.benefits).join()} options={benefitKinds.map((value) => ({ value, label: t(`kind.${value}`) }))} />
        <TextField name="loadLimit" inputMode="numeric" width={10} label={t("desk.limit")} hint={t("desk.limit-hint")} initial={fresh ? "40" : String(agent.loadLimit)} />
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField name="absentFrom" type="date" label={t("desk.absent-from")} initial={agent.absence?.from ?? ""} />
          <TextField name="absentUntil" type="date" label={t("desk.absent-until")} hint={t("desk.absent-hint")} initial={agent.absence?.until ?? ""} />
        </div>
        <SubmitButton>{t("desk.save")}</SubmitButton>
      </ActionForm>
    </div>
  );
}
