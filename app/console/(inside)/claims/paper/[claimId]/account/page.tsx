import { notFound, redirect } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { AccountForm } from "@/components/claims/account-form";
import { PageHead, Panel } from "@/components/console/page-head";
import { TextField } from "@/components/form/field";
import { BackLink } from "@/components/ui/lists";
import { getOwnClaimById } from "@/domain/claims/own-claim";
import { mayEnterPaperClaims } from "@/domain/claims/policy";
import { whyNotAccount } from "@/domain/claims/rules";
import { getTerms } from "@/domain/programmes/queries";
import { changePaperAccountAction } from "../../actions";

export const generateMetadata = staffTitle("claims-paper", "account-title");

/** Another account for a filed claim on paper, as a letter names it. The one that it has is not shown. */
export default async function PaperAccountPage({ params, searchParams }: PageProps<"/console/claims/paper/[claimId]/account">) {
  const { ctx, member, incident } = await requireIncident(mayEnterPaperClaims);
  const { locale } = member;
  const claim = await notFoundOr(getOwnClaimById(ctx, (await params).claimId));
  if (claim.incidentId !== incident.id) notFound();
  if (claim.state === "draft") redirect(`/console/claims/paper/${claim.id}`);
  if (whyNotAccount(claim)) redirect(`/console/claims/${claim.id}`);
  const t = await getTranslations({ locale, namespace: "claims-paper" });
  const [terms, { kind }] = await Promise.all([getTerms(ctx.db, claim.programmeId, claim.termsVersion), searchParams]);
  return (
    <div className="max-w-240">
      <BackLink href={`/console/claims/${claim.id}`}>{claim.reference}</BackLink>
      <PageHead title={t("account-title")}>{t("account-hint")}</PageHead>
      <Panel title={t("account")}>
        <AccountForm action={changePaperAccountAction} hidden={{ claimId: claim.id }} kinds={terms.accounts} kind={typeof kind === "string" ? kind : undefined} payout={null} at={`/console/claims/paper/${claim.id}/account`} locale={locale} submit={t("save")}>
          <TextField name="postmarkedOn" type="date" label={t("later-postmark")} width={20} />
        </AccountForm>
      </Panel>
    </div>
  );
}
