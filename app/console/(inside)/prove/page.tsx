import { getTranslations } from "next-intl/server";
import { consolePath } from "@/app/_server/console-path";
import { refusalInWords } from "@/app/_server/company-refusal";
import { requireStaff } from "@/app/_server/staff";
import { staffTitle } from "@/app/_server/staff-title";
import { PageHead } from "@/components/console/page-head";
import { ActionForm } from "@/components/form/action-form";
import { CodeField, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { CompanyButton } from "@/components/staff/company-button";
import { PasskeyForm } from "@/components/staff/passkey-form";
import { TellProven } from "@/components/staff/tell-proven";
import { Callout } from "@/components/ui/text";
import { mayUseConsole } from "@/domain/staff/policy";
import type { StaffSession } from "@/domain/staff/types";
import { askForProofAction, proveByPasskeyAction, proveOneselfAction } from "./actions";

export const generateMetadata = staffTitle("sessions", "prove.title");

/** Where a download, or a form without script, sends whoever has to show again who they are; and the tab in which the company's sign-in asks. */
export default async function ProvePage({ searchParams }: PageProps<"/console/prove">) {
  const { member } = await requireStaff(mayUseConsole);
  const { to, done, refused } = await searchParams;
  const t = await getTranslations({ locale: member.locale, namespace: "sessions" });
  const why = await refusalInWords(refused, member.locale);
  const byCompany = member.method === "company";
  return (
    <div className="max-w-120">
      <PageHead title={t("prove.title")}>{!byCompany && t(to === undefined ? "prove.intro" : "prove.intro-back")}</PageHead>
      {why && (
        <div className="mb-6">
          <Callout kind="possible">{why}</Callout>
        </div>
      )}
      {byCompany ? <ByCompany member={member} to={to} done={done !== undefined && !why} /> : <ByCode to={to} member={member} />}
    </div>
  );
}

async function ByCompany({ member, to, done }: { member: StaffSession; to: unknown; done: boolean }) {
  const t = await getTranslations({ locale: member.locale, namespace: "company" });
  if (done && member.proven) {
    return (
      <Callout>
        {t("prove.done")}
        <TellProven />
      </Callout>
    );
  }
  return (
    <>
      <p className="mb-4">{t("prove.intro")}</p>
      <CompanyButton words={{ button: t("prove.button"), pending: t("prove.pending") }} to={to === undefined ? "/console/prove?done=1" : consolePath(to)} again />
    </>
  );
}

async function ByCode({ member, to }: { member: StaffSession; to: unknown }) {
  const t = await getTranslations({ locale: member.locale, namespace: "sessions" });
  const k = await getTranslations({ locale: member.locale, namespace: "passkeys" });
  const errors = await getTranslations({ locale: member.locale, namespace: "errors" });
  const hidden: Record<string, string> = to === undefined ? {} : { to: consolePath(to) };
  return (
    <div className="space-y-8">
      {member.hasPasskey && <PasskeyForm ask={askForProofAction} finish={proveByPasskeyAction} hidden={hidden} words={{ button: k("prove"), pending: k("pending"), refused: errors("refused"), none: k("not-shown"), known: k("not-shown") }} />}
      <ActionForm action={proveOneselfAction} hidden={hidden}>
        <TextField name="password" type="password" label={t("prove.password")} autoComplete="current-password" required />
        <CodeField name="code" label={t("prove.code")} hint={t("prove.code-hint")} />
        <SubmitButton kind={member.hasPasskey ? "secondary" : "primary"}>{t("prove.submit")}</SubmitButton>
      </ActionForm>
    </div>
  );
}
