import { getTranslations } from "next-intl/server";
import { consolePath } from "@/app/_server/console-path";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { CodeField, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { mayUseConsole } from "@/domain/staff/policy";
import { proveOneselfAction } from "./actions";

export const generateMetadata = staffTitle("sessions", "prove.title");

/** Where a download, or a form without script, sends whoever has to show again who they are. */
export default async function ProvePage({ searchParams }: PageProps<"/console/prove">) {
  const { member } = await requireStaff(mayUseConsole);
  const { to } = await searchParams;
  const t = await getTranslations({ locale: member.locale, namespace: "sessions" });
  return (
    <div className="max-w-120">
      <PageHead title={t("prove.title")}>{t(to === undefined ? "prove.intro" : "prove.intro-back")}</PageHead>
      <ActionForm action={proveOneselfAction} hidden={to === undefined ? {} : { to: consolePath(to) }}>
        <TextField name="password" type="password" label={t("prove.password")} autoComplete="current-password" required />
        <CodeField name="code" label={t("prove.code")} hint={t("prove.code-hint")} />
        <SubmitButton>{t("prove.submit")}</SubmitButton>
      </ActionForm>
    </div>
  );
}
