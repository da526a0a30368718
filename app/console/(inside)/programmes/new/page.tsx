import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink } from "@/components/ui/lists";
import { mayEditProgrammes } from "@/domain/programmes/policy";
import { createProgrammeAction } from "../actions";

export const generateMetadata = staffTitle("programmes-console", "new");

export default async function NewProgrammePage() {
  const { member } = await requireIncident(mayEditProgrammes);
  const t = await getTranslations({ locale: member.locale, namespace: "programmes-console" });
  return (
    <div className="max-w-160">
      <BackLink href="/console/programmes">{t("title")}</BackLink>
      <PageHead title={t("new")}>{t("new-intro")}</PageHead>
      <ActionForm action={createProgrammeAction}>
        <TextField name="slug" label={t("slug")} hint={t("slug-hint")} maxLength={60} spellCheck={false} autoComplete="off" />
        <SubmitButton>{t("create")}</SubmitButton>
      </ActionForm>
    </div>
  );
}
