import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { requireIncident } from "@/app/_server/current-incident";
import { notFoundOr } from "@/app/_server/not-found-or";
import { staffTitle } from "@/app/_server/staff-title";
import { RiskGraph } from "@/components/claims/risk-graph";
import { PageHead } from "@/components/console/page-head";
import { BackLink } from "@/components/ui/lists";
import { EmptyState } from "@/components/ui/text";
import { getLinkGraph } from "@/domain/claims/risk/link-graph";
import { mayReadRisk } from "@/domain/claims/risk/policy";

export const generateMetadata = staffTitle("claims-risk", "graph-title");

export default async function ClaimLinksPage({ params }: PageProps<"/console/claims/[claimId]/links">) {
  const { ctx, member, incident } = await requireIncident(mayReadRisk);
  const { claimId } = await params;
  const graph = await notFoundOr(getLinkGraph(ctx, claimId));
  if (graph.incidentId !== incident.id) notFound();
  const t = await getTranslations({ locale: member.locale, namespace: "claims-risk" });
  return (
    <div className="max-w-240">
      <BackLink href={`/console/claims/${claimId}`}>{t("back", { reference: graph.claims[0]?.reference ?? "" })}</BackLink>
      <PageHead title={t("graph-title")}>{t("graph-intro")}</PageHead>
      {graph.claims.length > 1 ? <RiskGraph graph={graph} locale={member.locale} /> : <EmptyState title={t("none")} />}
    </div>
  );
}
