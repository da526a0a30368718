import type { Metadata } from "next";
import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireDraftClaim } from "@/app/_server/own-claim";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { describePayout } from "@/components/claims/claim-status";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { Callout, Money } from "@/components/ui/text";
import { maskContact } from "@/domain/lookups/rules";
import { fileClaimAction } from "../actions";

type Props = PageProps<"/[locale]/[incident]/claim/answers">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "claims" });
  return { title: `${t("answers-title")} · ${incident.content.organisation[locale]}` };
}

export default async function AnswersPage({ params }: Props) {
  const { incident, locale, programme, own, base } = await requireDraftClaim(params);
  if (!own.answers?.payout) redirect(`${base}/payout`);
  const t = await getTranslations({ locale, namespace: "claims" });
  const change = (href: string, what: string) => (
    <Link href={href} prefetch={false}>
      {t("change")} <span className="sr-only">{what}</span>
    </Link>
  );
  return (
    <IncidentFrame incident={incident} locale={locale} path="/claim/answers">
      <BackLink href={`${base}/${own.answers.payout.method === "bank-transfer" ? "account" : "payout"}`}>{t("back")}</BackLink>
      <h1 className="mb-6 text-28">{t("answers-title")}</h1>
      <KeyValues
        rows={[
          { name: t("programme"), value: programme.texts.name[locale] },
          { name: t("amount"), value: <Money minor={own.claim.amountMinor} currency={own.claim.currency} locale={locale} /> },
          { name: t("payout"), value: describePayout(own.answers, locale, { vouchers: t("method.vouchers") }), action: change(`${base}/payout`, t("payout")) },
          { name: t(own.answers.contact.kind === "phone" ? "letters-to-phone" : "letters-to"), value: maskContact(own.answers.contact) },
        ]}
      />
      <div className="my-6">
        <Callout>{programme.texts.noRightsWaived[locale]}</Callout>
      </div>
      <ActionForm action={fileClaimAction} hidden={{ locale, incident: incident.slug }}>
        <p>{t("file-hint")}</p>
        <SubmitButton pending={t("filing")}>{t("file")}</SubmitButton>
      </ActionForm>
    </IncidentFrame>
  );
}
