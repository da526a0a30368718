import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { Choices, Select, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink } from "@/components/ui/lists";
import { noticeKinds } from "@/db/values/notice-kinds";
import { mayEditNotices } from "@/domain/notices/policy";
import { createTemplateAction } from "../actions";

export const generateMetadata = staffTitle("notices", "new.title");

export default async function NewNoticePage() {
  const { member, incident } = await requireIncident(mayEditNotices);
  const t = await getTranslations({ locale: member.locale, namespace: "notices" });
  return (
    <div className="max-w-160">
      <BackLink href="/console/notices">{t("title")}</BackLink>
      <PageHead title={t("new.title")} />
      <ActionForm action={createTemplateAction} hidden={{ incidentId: incident.id }}>
        <TextField name="name" label={t("name")} hint={t("name-hint")} autoComplete="off" maxLength={120} />
        <Select name="kind" label={t("kind-label")} initial="full" options={noticeKinds.map((kind) => ({ value: kind, label: t(`kind.${kind}`) }))} />
        <Choices
          name="start"
          label={t("new.start")}
          initial="template"
          options={[
            { value: "template", label: t("new.start-template"), hint: t("new.start-template-hint") },
            { value: "blank", label: t("new.start-blank") },
          ]}
        />
        <SubmitButton>{t("new.submit")}</SubmitButton>
      </ActionForm>
    </div>
  );
}
