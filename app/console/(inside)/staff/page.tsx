import { getTranslations } from "next-intl/server";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/lists";
import { Badge, EmptyState } from "@/components/ui/text";
import { may } from "@/domain/kernel/context";
import { endsSoon } from "@/domain/access-review/rules";
import { mayManageStaff, mayReadStaff } from "@/domain/staff/policy";
import { listStaff } from "@/domain/staff/queries";

export const generateMetadata = staffTitle("staff", "title");

export default async function StaffPage() {
  const { ctx, member } = await requireStaff(mayReadStaff);
  const t = await getTranslations({ locale: member.locale, namespace: "staff" });
  const staff = await listStaff(ctx);
  return (
    <>
      <PageHead title={t("title")} actions={
          <>
            <ButtonLink kind="secondary" href="/console/access-review">{t("access-review")}</ButtonLink>
            <ButtonLink kind="secondary" href="/console/staff/provisioning">{t("provisioning")}</ButtonLink>
            {may(ctx.actor, mayManageStaff) && <ButtonLink href="/console/staff/new">{t("add.open")}</ButtonLink>}
          </>
        }>
        {t("intro")}
      </PageHead>
      <DataTable
        caption={t("title")}
        rows={staff}
        rowKey={(person) => person.id}
        rowHref={(person) => `/console/staff/${person.id}`}
        empty={<EmptyState title={t("none")} />}
        columns={[
          { head: t("name"), cell: (person) => person.name },
          { head: t("email"), cell: (person) => person.email },
          { head: t("roles"), cell: (person) => <span className="flex flex-wrap gap-1">{person.grants.map((grant) => <Badge key={grant.id} tone={grant.effective && !endsSoon(grant, ctx.clock.now()) ? "plain" : "possible"}>{t(`role.${grant.role}`)}{grant.effective ? (endsSoon(grant, ctx.clock.now()) ? ` · ${t("ends-soon")}` : "") : ` · ${t("waiting")}`}</Badge>)}</span> },
          { head: t("state"), cell: (person) => (person.disabledAt ? <Badge tone="leaked">{t("ended")}</Badge> : person.suspendedAt ? <Badge tone="possible">{t("suspended")}</Badge> : person.setUp ? t("active") : t("not-set-up")) },
          { head: t("sessions"), cell: (person) => person.openSessions, align: "right" },
        ]}
      />
    </>
  );
}
