import { claimTitle } from "@/app/_server/claim-title";
import { nowhere } from "@/app/_server/nowhere";
import { requireClaimPlace } from "@/app/_server/own-claim";
import { getParts } from "@/app/_server/parts";
import { ClaimStatus } from "@/components/claims/claim-status";
import { PapersLink } from "@/components/evidence/papers-link";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { getOwnClaim } from "@/domain/claims/own-claim";
import { paperOwner } from "@/domain/claims/paper-owner";
import { listOwnEvidence } from "@/domain/evidence/queries";
import { NotFound } from "@/domain/kernel/errors";
import { getTerms } from "@/domain/programmes/queries";
import { withdrawClaimAction } from "../../actions";

export const generateMetadata = claimTitle("status-title");

export default async function FiledClaimPage({ params, searchParams }: PageProps<"/[locale]/[incident]/claim/[programme]/filed/[reference]">) {
  const { ctx, incident, locale, programme, base, path } = await requireClaimPlace(params);
  const { reference } = await params;
  const own = await getOwnClaim(ctx, reference).catch((error: unknown) => {
    if (error instanceof NotFound) nowhere();
    throw error;
  });
  if (own.claim.programmeId !== programme.id) nowhere();
  const terms = await getTerms(getParts().db, programme.id, own.claim.termsVersion);
  const { filed } = await searchParams;
  return (
    <IncidentFrame incident={incident} locale={locale} path={`${path}/filed/${reference}`}>
      <ClaimStatus own={own} terms={terms} base={base} locale={locale} timeZone={incident.content.timeZone} justFiled={filed === "1"} withdraw={{ action: withdrawClaimAction, hidden: { locale, incident: incident.slug, programme: programme.slug, claimId: own.claim.id } }} />
      <PapersLink papers={await listOwnEvidence(ctx, paperOwner(own.claim))} href={`${base}/papers/${own.claim.id}`} locale={locale} />
    </IncidentFrame>
  );
}
