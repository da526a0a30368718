import Link from "next/link";
import { getTranslations } from "next-intl/server";
import { notFoundOr } from "@/app/_server/not-found-or";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Select, TextArea, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { Badge, formatTime, Time } from "@/components/ui/text";
import { roles } from "@/db/values/roles";
import { may } from "@/domain/kernel/context";
import { mayDisableStaff, mayManageStaff, mayReadStaff } from "@/domain/staff/policy";
import { getStaffMember, listStaffNames } from "@/domain/staff/queries";
import { grantRoleAction, offBoardAction, reactivateStaffMemberAction, sendSetUpCodeAction } from "../actions";
import { HeldRoles } from "./held-roles";

export const generateMetadata = staffTitle("staff", "title");

export default async function StaffMemberPage({ params }: PageProps<"/console/staff/[staffId]">) {
  const { ctx, member } = await requireStaff(mayReadStaff);
  const { locale } = member;
  const person = await notFoundOr(getStaffMember(ctx, (await params).staffId));
  const t = await getTranslations({ locale, namespace: "staff" });
  const report = await getTranslations({ locale, namespace: "off-boarding" });
  const names = await listStaffNames(ctx);
  const manages = may(ctx.actor, mayManageStaff) && person.disabledAt === null && person.id !== member.staffId;
  const disables = may(ctx.actor, mayDisableStaff) && (person.disabledAt === null || person.mayReturn) && person.id !== member.staffId;
  const ending = person.mayReturn ? "keep-out" : "disable";
  const hidden = { staffId: person.id };
  const free = roles.filter((role) => !person.grants.some((grant) => grant.role === role));
  return (
    <div className="max-w-180">
      <BackLink href="/console/staff">{t("title")}</BackLink>
      <PageHead title={person.name}>{person.email}</PageHead>
      <Panel title={t("state")}>
        <KeyValues
          rows={[
            { name: t("state"), value: person.disabledAt ? <><Badge tone="leaked">{t("ended")}</Badge> {formatTime(person.disabledAt, locale)}</> : person.suspendedAt ? <><Badge tone="possible">{t("suspended")}</Badge> {formatTime(person.suspendedAt, locale)}</> : person.setUp ? t("active") : t("not-set-up") },
            { name: t("since"), value: <Time at={person.createdAt} locale={locale} /> },
            { name: t("sessions"), value: person.openSessions },
            { name: t("tokens"), value: person.openTokens },
            ...(person.disabledAt ? [{ name: report("title"), value: <Link href={`/console/staff/${person.id}/off-boarding`}>{report("open")}</Link> }] : []),
          ]}
        />
      </Panel>
      <Panel title={t("roles")}>
        <HeldRoles person={person} names={names} manages={manages} now={ctx.clock.now()} locale={locale} />
        {manages && free.length > 0 && (
          <ActionForm action={grantRoleAction} hidden={hidden} className="mt-4 grid gap-4 sm:grid-cols-[1fr_1fr_auto] sm:items-end">
            <Select name="role" label={t("grant.role")} options={free.map((role) => ({ value: role, label: t(`role.${role}`) }))} />
            <TextField name="until" type="date" label={t("grant.until")} hint={t("grant.until-hint")} />
            <SubmitButton kind="secondary">{t("grant.submit")}</SubmitButton>
          </ActionForm>
        )}
      </Panel>
      {manages && person.suspendedAt && (
        <Panel title={t("reactivate.title")}>
          <p className="mb-3">{t("reactivate.text")}</p>
          <ActionForm action={reactivateStaffMemberAction} hidden={hidden}>
            <SubmitButton>{t("reactivate.submit")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
      {manages && (
        <Panel title={t("reset.title")}>
          <p className="mb-3">{t("reset.text")}</p>
          <ActionForm action={sendSetUpCodeAction} hidden={hidden}>
            <SubmitButton kind="secondary">{t("reset.submit")}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
      {disables && (
        <Panel title={t(`${ending}.title`)}>
          <p className="mb-3">{t(`${ending}.text`, { sessions: person.openSessions })}</p>
          <ActionForm action={offBoardAction} hidden={hidden}>
            <TextArea name="reason" label={t("disable.reason")} rows={2} maxLength={1000} />
            <SubmitButton kind="danger">{t(`${ending}.submit`, { name: person.name })}</SubmitButton>
          </ActionForm>
        </Panel>
      )}
    </div>
  );
}
