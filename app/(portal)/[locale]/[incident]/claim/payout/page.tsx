import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireDraftClaim } from "@/app/_server/own-claim";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { ActionForm } from "@/components/form/action-form";
import { Choices } from "@/components/form/field";
import { SubmitButton } from "@/components/form/submit-button";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { BackLink } from "@/components/ui/lists";
import type { PayoutMethod } from "@/db/values/payout";
import { choosePayoutAction } from "../actions";

type Props = PageProps<"/[locale]/[incident]/claim/payout">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "claims" });
  return { title: `${t("payout-question")} · ${incident.content.organisation[locale]}` };
}

export default async function PayoutPage({ params }: Props) {
  const { incident, locale, programme, own, base } = await requireDraftClaim(params);
  const t = await getTranslations({ locale, namespace: "claims" });
  const byPhone = own.answers?.contact.kind === "phone";
  const hint = (method: PayoutMethod) => t(method === "vouchers" && byPhone ? "method-hint.vouchers-phone" : `method-hint.${method}`);
  return (
    <IncidentFrame incident={incident} locale={locale} path="/claim/payout">
      <BackLink href={base}>{t("back")}</BackLink>
      <ActionForm action={choosePayoutAction} hidden={{ locale, incident: incident.slug }}>
        <Choices name="method" label={<h1 className="mb-2 text-28">{t("payout-question")}</h1>} initial={own.answers?.method} options={programme.payoutMethods.map((method) => ({ value: method, label: t(`method.${method}`), hint: hint(method) }))} />
        <SubmitButton>{t("next")}</SubmitButton>
      </ActionForm>
    </IncidentFrame>
  );
}
