import { getTranslations } from "next-intl/server";
import { consoleTitle } from "@/app/_server/console-title";
import { requireStaff } from "@/app/_server/staff";
import { PageHead } from "@/components/console/page-head";
import { ButtonLink } from "@/components/ui/button";
import { DataTable } from "@/components/ui/lists";
import { Badge, EmptyState } from "@/components/ui/text";
import { may } from "@/domain/kernel/context";
import { mayManageStaff, mayReadStaff } from "@/domain/staff/policy";
import { listStaff } from "@/domain/staff/queries";

export const generateMetadata = consoleTitle("staff.title");

export default async function StaffPage() {
  const { ctx, member } = await requireStaff(mayReadStaff);
  const t = await getTranslations({ locale: member.locale, namespace: "staff" });
  const staff = await listStaff(ctx);
  return (
    <>
      <PageHead title={t("title")} actions={may(ctx.actor, mayManageStaff) && <ButtonLink href="/console/staff/new">{t("add.open")}</ButtonLink>}>
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
          { head: t("roles"), cell: (person) => <span className="flex flex-wrap gap-1">{person.grants.map((grant) => <Badge key={grant.id} tone={grant.effective ? "plain" : "possible"}>{t(`role.${grant.role}`)}{grant.effective ? "" : ` · ${t("waiting")}`}</Badge>)}</span> },
          { head: t("state"), cell: (person) => (person.disabledAt ? <Badge tone="leaked">{t("ended")}</Badge> : person.setUp ? t("active") : t("not-set-up")) },
          { head: t("sessions"), cell: (person) => person.openSessions, align: "right" },
        ]}
      />
    </>
  );
}
