import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";
import { requireClaimPlace } from "@/app/_server/own-claim";
import { isFilable } from "@/app/_server/programmes";
import { requirePublishedIncident } from "@/app/_server/published-incident";
import { ClaimStatus } from "@/components/claims/claim-status";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/form/submit-button";
import { PapersLink } from "@/components/evidence/papers-link";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { Prose } from "@/components/incidents/prose";
import { BackLink, KeyValues } from "@/components/ui/lists";
import { Callout, formatTime, Money } from "@/components/ui/text";
import { paperOwner } from "@/domain/claims/paper-owner";
import { listOwnEvidence } from "@/domain/evidence/queries";
import { startClaimAction, withdrawClaimAction } from "./actions";

type Props = PageProps<"/[locale]/[incident]/claim">;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { incident, locale } = await requirePublishedIncident(params);
  const t = await getTranslations({ locale, namespace: "claims" });
  return { title: `${t("title")} · ${incident.content.organisation[locale]}` };
}

export default async function ClaimPage({ params, searchParams }: Props) {
  const { ctx, incident, locale, programme, own, base } = await requireClaimPlace(params);
  const t = await getTranslations({ locale, namespace: "claims" });
  const { filed, withdrawn } = await searchParams;
  const { texts } = programme;
  const { timeZone } = incident.content;
  const form = { locale, incident: incident.slug };
  const filedAlready = own !== null && own.claim.state !== "draft";
  return (
    <IncidentFrame incident={incident} locale={locale} path="/claim">
      <BackLink href={`/${locale}/${incident.slug}/result`}>{t("back-to-result")}</BackLink>
      {filedAlready ? (
        <ClaimStatus own={own} programme={programme} locale={locale} timeZone={timeZone} justFiled={filed === "1"} withdraw={{ action: withdrawClaimAction, hidden: form }} />
      ) : (
        <>
          <h1 className="mb-4 text-28">{texts.name[locale]}</h1>
          {withdrawn === "1" && (
            <div className="mb-6" role="status">
              <Callout>{t("withdrawn-done")}</Callout>
            </div>
          )}
          <Prose text={texts.summary[locale]} />
          <div className="my-6">
            <KeyValues
              rows={[
                { name: t("amount"), value: <strong><Money minor={programme.amountMinor} currency={programme.currency} locale={locale} /></strong> },
                { name: t("benefit"), value: texts.benefit[locale] },
                { name: t("until"), value: formatTime(programme.closesAt, locale, timeZone) },
              ]}
            />
          </div>
          <Callout>{texts.noRightsWaived[locale]}</Callout>
          <details className="my-6">
            <summary className="font-semibold text-accent">{t("terms")}</summary>
            <div className="mt-3">
              <Prose text={texts.terms[locale]} />
            </div>
          </details>
          {isFilable(programme) ? (
            <ActionForm action={startClaimAction} hidden={{ ...form, programme: programme.slug }}>
              <p className="text-16 text-ink-soft">{t("start-hint")}</p>
              <SubmitButton>{t(own ? "continue" : "start")}</SubmitButton>
            </ActionForm>
          ) : (
            <p className="font-semibold">{t("closed")}</p>
          )}
        </>
      )}
      {own && <PapersLink papers={await listOwnEvidence(ctx, paperOwner(own.claim))} href={`${base}/papers`} locale={locale} />}
    </IncidentFrame>
  );
}
