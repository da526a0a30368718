import Link from "next/link";
import { redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { claimTitle } from "@/app/_server/claim-title";
import { requireFiledClaim } from "@/app/_server/own-claim";
import { AccountForm } from "@/components/claims/account-form";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { BackLink } from "@/components/ui/lists";
import { buttonClass } from "@/components/ui/button";
import { FRESH_PROOF_MS, maskLetterContact, whyNotAccount } from "@/domain/claims/rules";
import { provenSince } from "@/domain/lookups/proven-contact";
import { changeAccountAction } from "../../../actions";

export const generateMetadata = claimTitle("account-question");

/** Another account for a claim that was filed: first the proof that is fresh, then the form. */
export default async function ChangeAccountPage({ params, searchParams }: PageProps<"/[locale]/[incident]/claim/[programme]/filed/[reference]/account">) {
  const { ctx, incident, locale, base, path, own, terms, hidden } = await requireFiledClaim(params);
  const here = `${base}/filed/${own.claim.reference ?? ""}`;
  if (whyNotAccount(own.claim)) redirect(here);
  const t = await getTranslations({ locale, namespace: "claims-page" });
  const claims = await getTranslations({ locale, namespace: "claims" });
  const { kind } = await searchParams;
  const fresh = ctx.clock.now().getTime() - (await provenSince(ctx.db, ctx.actor.sessionId)).getTime() <= FRESH_PROOF_MS;
  return (
    <IncidentFrame incident={incident} locale={locale} path={`${path}/filed/${own.claim.reference ?? ""}/account`}>
      <BackLink href={here}>{claims("status-title")}</BackLink>
      <h1 className="mb-4 text-28">{t(fresh ? "account-title" : "fresh-title")}</h1>
      {fresh ? (
        <>
          <p className="mb-4">{claims("account-hint")}</p>
          <p className="mb-6">{t("account-intro", { contact: own.answers ? maskLetterContact(own.answers.contact) : "" })}</p>
          <AccountForm action={changeAccountAction} hidden={hidden} kinds={terms.accounts} kind={typeof kind === "string" ? kind : undefined} payout={null} at={`${here}/account`} locale={locale} submit={t("account-save")} />
        </>
      ) : (
        <>
          <p className="mb-6">{t("fresh-text", { minutes: FRESH_PROOF_MS / 60_000 })}</p>
          <Link href={`/${locale}/${incident.slug}/check`} prefetch={false} className={buttonClass("primary")}>
            {t("fresh")}
          </Link>
        </>
      )}
    </IncidentFrame>
  );
}
