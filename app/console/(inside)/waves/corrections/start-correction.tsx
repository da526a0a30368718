import { getTranslations } from "next-intl/server";
import { ActionForm } from "@/components/form/action-form";
import { Select, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { formatBrief } from "@/components/ui/text";
import type { Locale } from "@/db/values/locales";
import type { Corrections } from "@/domain/waves/corrections/find-corrections";
import { startCorrectionAction } from "./actions";

interface StartCorrectionProps {
  locale: Locale;
  incident: { id: string; timeZone: string };
  corrections: Pick<Corrections, "sent">;
  /** Of what the readers are owed a correction; none where a notice is wrong in another way. */
  owed: { what: "left-out" | "told-wrongly"; dataClass: string }[];
}

/** The form that begins a correction: in the place of which notice it stands, and how its template is called. */
export async function StartCorrection({ locale, incident, corrections: { sent }, owed }: StartCorrectionProps) {
  const t = await getTranslations({ locale, namespace: "corrections" });
  const [newest] = sent;
  if (!newest) return null;
  const name = (title: string) => t("start.initial", { name: title }).slice(0, 120);
  return (
    <ActionForm action={startCorrectionAction} hidden={{ incidentId: incident.id, owed: owed.map(({ what, dataClass }) => `${what}:${dataClass}`).join(",") }} className="mt-4 space-y-4 border-t border-line pt-4">
      <p>{t("start.text")}</p>
      <Select name="corrects" label={t("start.corrects")} initial={newest.versionId} options={sent.map(({ versionId, name: title, number, sentAt }) => ({ value: versionId, label: t("start.option", { name: title, number, at: formatBrief(sentAt, incident.timeZone) }) }))} />
      <TextField name="name" label={t("start.name")} initial={name(newest.name)} />
      <SubmitButton>{t("start.submit")}</SubmitButton>
    </ActionForm>
  );
}
