import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireDraftClaim } from "@/app/_server/own-claim";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { ActionForm } from "@/components/form/action-form";
import { Select, TextField } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { BackLink } from "@/components/ui/lists";
import { koreanBanks } from "@/db/values/payout";
import { saveAccountAction } from "../actions";

type Props = PageProps<"/[locale]/[incident]/claim/account">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "claims" });
  return { title: `${t("account-question")} · ${incident.content.organisation[locale]}` };
}

export default async function AccountPage({ params }: Props) {
  const { incident, locale, own, base } = await requireDraftClaim(params);
  const t = await getTranslations({ locale, namespace: "claims" });
  const payout = own.answers?.payout?.method === "bank-transfer" ? own.answers.payout : null;
  return (
    <IncidentFrame incident={incident} locale={locale} path="/claim/account">
      <BackLink href={`${base}/payout`}>{t("back")}</BackLink>
      <ActionForm action={saveAccountAction} hidden={{ locale, incident: incident.slug }}>
        <h1 className="text-28">{t("account-question")}</h1>
        <p>{t("account-hint")}</p>
        <Select name="bank" label={t("bank")} initial={payout?.bank} empty={t("choose-bank")} options={koreanBanks.map((bank) => ({ value: bank.code, label: bank[locale] }))} />
        <TextField name="account" label={t("account")} hint={t("account-number-hint")} inputMode="numeric" autoComplete="off" maxLength={40} initial={payout?.account} width={20} />
        <TextField name="holder" label={t("holder")} autoComplete="name" initial={payout?.holder} />
        <SubmitButton>{t("next")}</SubmitButton>
      </ActionForm>
    </IncidentFrame>
  );
}
