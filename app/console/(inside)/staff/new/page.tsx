import { getTranslations } from "next-intl/server";
import { consoleTitle } from "@/app/_server/console-title";
import { requireStaff } from "@/app/_server/staff";
import { PageHead } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink } from "@/components/ui/lists";
import { roles } from "@/db/values/roles";
import { mayManageStaff } from "@/domain/staff/policy";
import { addStaffMemberAction } from "../actions";

export const generateMetadata = consoleTitle("staff.add.title");

export default async function NewStaffPage() {
  const { member } = await requireStaff(mayManageStaff);
  const t = await getTranslations({ locale: member.locale, namespace: "staff" });
  return (
    <div className="max-w-160">
      <BackLink href="/console/staff">{t("title")}</BackLink>
      <PageHead title={t("add.title")}>{t("add.intro")}</PageHead>
      <ActionForm action={addStaffMemberAction}>
        <TextField name="name" label={t("name")} autoComplete="off" />
        <TextField name="email" type="email" label={t("email")} autoComplete="off" spellCheck={false} />
        <Choices name="locale" label={t("account.language-label")} initial={member.locale} options={[{ value: "ko", label: "한국어" }, { value: "en", label: "English" }]} />
        <Choices name="roles" multiple label={t("roles")} options={roles.map((role) => ({ value: role, label: t(`role.${role}`), hint: t(`role-does.${role}`) }))} />
        <SubmitButton>{t("add.submit")}</SubmitButton>
      </ActionForm>
    </div>
  );
}
