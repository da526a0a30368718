import { getTranslations } from "next-intl/server";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead, Panel } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { KeyValues } from "@/components/ui/lists";
import { Badge, Time } from "@/components/ui/text";
import { mayUseConsole } from "@/domain/staff/policy";
import { listOwnSessions } from "@/domain/staff/queries";
import { setLocaleAction } from "../actions";
import { OwnSessions } from "./own-sessions";

export const generateMetadata = staffTitle("staff", "account.title");

export default async function AccountPage() {
  const { ctx, member } = await requireStaff(mayUseConsole);
  const { locale } = member;
  const t = await getTranslations({ locale, namespace: "staff" });
  return (
    <>
      <PageHead title={t("account.title")} />
      <Panel title={member.name}>
        <KeyValues
          rows={[
            { name: t("email"), value: member.email },
            { name: t("roles"), value: <span className="flex flex-wrap gap-1">{member.roles.map((role) => <Badge key={role}>{t(`role.${role}`)}</Badge>)}</span> },
            { name: t("account.session-until"), value: <Time at={member.expiresAt} locale={locale} /> },
          ]}
        />
      </Panel>
      <OwnSessions sessions={await listOwnSessions(ctx)} locale={locale} />
      <Panel title={t("account.language")}>
        <ActionForm action={setLocaleAction} className="max-w-80 space-y-4">
          <Choices name="locale" label={t("account.language-label")} initial={locale} options={[{ value: "ko", label: "한국어" }, { value: "en", label: "English" }]} />
          <SubmitButton>{t("save")}</SubmitButton>
        </ActionForm>
      </Panel>
    </>
  );
}
