import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { claimTitle } from "@/app/_server/claim-title";
import { requireClaimPlace } from "@/app/_server/own-claim";
import { isFilable } from "@/app/_server/programmes";
import { ActionForm } from "@/components/form/action-form";
import { TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { BackLink } from "@/components/ui/lists";
import { startByLetterAction } from "./actions";

export const generateMetadata = claimTitle("title");

/** For people who were told by letter: its number and their postal code, beside the contact that they have proven. */
export default async function ClaimByLetterPage({ params }: PageProps<"/[locale]/[incident]/claim/[programme]/letter">) {
  const { incident, locale, programme, base, path } = await requireClaimPlace(params);
  if (!isFilable(programme)) redirect(base);
  const t = await getTranslations({ locale, namespace: "claims-letter" });
  return (
    <IncidentFrame incident={incident} locale={locale} path={`${path}/letter`}>
      <BackLink href={base}>{programme.terms.texts.name[locale]}</BackLink>
      <h1 className="mb-4 text-28">{t("title")}</h1>
      <p className="mb-6">{t("intro")}</p>
      <ActionForm action={startByLetterAction} hidden={{ locale, incident: incident.slug, programme: programme.slug }}>
        <TextField name="number" label={t("number")} hint={t("number-hint")} maxLength={60} width={20} autoComplete="off" spellCheck={false} />
        <TextField name="postalCode" label={t("postal-code")} hint={t("postal-code-hint")} maxLength={20} width={10} autoComplete="postal-code" />
        <p className="text-16 text-ink-soft">
          {t("told")} {t("replaces")}
        </p>
        <SubmitButton>{t("submit")}</SubmitButton>
      </ActionForm>
    </IncidentFrame>
  );
}
