import { getTranslations } from "next-intl/server";
import type { Locale } from "@/db/values/locales";
import { ActionForm } from "../form/action-form";
import { TextArea } from "../form/field";
import type { FormAction } from "../form/form-state";
import { MoreFields } from "../form/more-fields";
import { SubmitButton } from "../form/submit-button";

/** The way to a second look at a decision; `hint` says who looks, and at what. */
export async function AppealForm({ action, hidden, hint, locale }: { action: FormAction; hidden: Record<string, string>; hint: string; locale: Locale }) {
  const page = await getTranslations({ locale, namespace: "claims-page" });
  return (
    <div className="no-print my-6 border-y border-line py-4">
      <ActionForm action={action} hidden={hidden}>
        <MoreFields label={page("appeal-open")} hint={hint} names={["text"]}>
          <TextArea name="text" label={page("appeal-why")} rows={5} maxLength={2000} />
          <SubmitButton pending={page("sending")}>{page("appeal")}</SubmitButton>
        </MoreFields>
      </ActionForm>
    </div>
  );
}
