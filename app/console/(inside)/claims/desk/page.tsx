import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, DataTable } from "@/components/ui/lists";
import { Badge, EmptyState, formatBrief, formatCount } from "@/components/ui/text";
import { localeNames } from "@/db/values/locales";
import { listAgents } from "@/domain/claims/desk/list-agents";
import { mayLeadDesk, mayReadDesk } from "@/domain/claims/desk/policy";
import { isAway } from "@/domain/claims/desk/rules";
import { assignsNewClaims } from "@/domain/claims/desk/save-desk";
import { may } from "@/domain/kernel/context";
import { listClaimStaff } from "@/domain/staff/queries";
import { saveDeskAction } from "../desk-actions";

export const generateMetadata = staffTitle("claims-desk", "desk.title");

export default async function DeskPage() {
  const { ctx, member, incident } = await requireIncident(mayReadDesk);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "claims-desk" });
  const claims = await getTranslations({ locale, namespace: "claims" });
  const agents = await listAgents(ctx, await listClaimStaff(ctx));
  const today = formatBrief(ctx.clock.now(), incident.timeZone).slice(0, 10);
  const leads = may(ctx.actor, mayLeadDesk);
  const assigns = await assignsNewClaims(ctx, incident.id);
  return (
    <>
      <BackLink href="/console/claims">{claims("console.title")}</BackLink>
      <PageHead title={t("desk.title")}>{t(leads ? "desk.intro" : "desk.intro-agent")}</PageHead>
      <DataTable
        caption={t("desk.title")}
        rows={agents}
        rowKey={(agent) => agent.staffId}
        {...(leads ? { rowHref: (agent: (typeof agents)[number]) => `/console/claims/desk/${agent.staffId}` } : {})}
        empty={<EmptyState title={t("desk.none")} />}
        columns={[
          { head: t("desk.name"), cell: (agent) => agent.name },
          { head: t("desk.now"), cell: (agent) => (!agent.setUp ? <Badge>{t("desk.not-set-up")}</Badge> : isAway(agent, today) ? <Badge tone="possible">{t("desk.away")}</Badge> : agent.openClaims >= agent.loadLimit ? <Badge tone="leaked">{t("desk.full")}</Badge> : <Badge tone="good">{t("desk.there")}</Badge>) },
          { head: t("desk.load"), cell: (agent) => (agent.setUp ? t("desk.load-of", { open: formatCount(agent.openClaims, locale), limit: formatCount(agent.loadLimit, locale) }) : formatCount(agent.openClaims, locale)), align: "right" },
          { head: t("desk.locales"), cell: (agent) => agent.locales.map((one) => localeNames[one]).join(", ") },
          { head: t("desk.benefits"), cell: (agent) => agent.benefits.map((kind) => t(`kind.${kind}`)).join(", ") },
          { head: t("desk.absence"), cell: (agent) => agent.absence && <span className="tabular-nums">{agent.absence.from} – {agent.absence.until ?? ""}</span> },
        ]}
      />
      <div className="mt-6 max-w-160">
        <Panel title={t("desk.new")}>
          {leads ? (
            <ActionForm action={saveDeskAction} className="space-y-4">
              <Choices name="assignsNew" label={t("desk.new-way")} hint={t("desk.new-hint")} initial={assigns ? "yes" : "no"} options={[{ value: "no", label: t("desk.new-no") }, { value: "yes", label: t("desk.new-yes") }]} />
              <SubmitButton>{t("desk.save")}</SubmitButton>
            </ActionForm>
          ) : (
            <p>{t(assigns ? "desk.new-now-yes" : "desk.new-now-no")}</p>
          )}
        </Panel>
      </div>
    </>
  );
}
