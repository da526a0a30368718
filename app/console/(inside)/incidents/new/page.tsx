import { getTranslations } from "next-intl/server";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { BackLink } from "@/components/ui/lists";
import { locales } from "@/db/values/locales";
import { mayEditIncidents } from "@/domain/incidents/policy";
import { createIncidentAction } from "../actions";

export const generateMetadata = staffTitle("incident-console", "add.title");

export default async function NewIncidentPage() {
  const { member } = await requireStaff(mayEditIncidents);
  const t = await getTranslations({ locale: member.locale, namespace: "incident-console" });
  const editor = await getTranslations({ locale: member.locale, namespace: "incident-editor" });
  return (
    <div className="max-w-160">
      <BackLink href="/console/incidents">{t("title")}</BackLink>
      <PageHead title={t("add.title")}>{t("add.intro")}</PageHead>
      <ActionForm action={createIncidentAction}>
        <TextField name="slug" label={t("add.slug")} hint={t("add.slug-hint")} maxLength={60} spellCheck={false} autoComplete="off" />
        {(["organisation", "title"] as const).flatMap((name) =>
          locales.map((locale) => <TextField key={name + locale} name={`${name}.${locale}`} label={`${editor(`field.${name}`)} · ${editor(`language.${locale}`)}`} maxLength={name === "title" ? 200 : 120} autoComplete="off" />),
        )}
        <SubmitButton>{t("add.submit")}</SubmitButton>
      </ActionForm>
    </div>
  );
}
