import { claimTitle } from "@/app/_server/claim-title";
import { requireFiledClaim } from "@/app/_server/own-claim";
import { ClaimStatus } from "@/components/claims/claim-status";
import { PapersLink } from "@/components/evidence/papers-link";
import { IncidentFrame } from "@/components/incidents/incident-frame";
import { markRead } from "@/domain/claims/messages/read-messages";
import { paperOwner } from "@/domain/claims/paper-owner";
import { describeItems } from "@/domain/claims/requests/describe-items";
import { listOwnEvidence } from "@/domain/evidence/queries";
import { answerRequestAction, appealClaimAction, withdrawClaimAction, writeClaimMessageAction } from "../../actions";

export const generateMetadata = claimTitle("status-title");

const DONE = ["filed", "answered", "appealed", "message", "account"] as const;

export default async function FiledClaimPage({ params, searchParams }: PageProps<"/[locale]/[incident]/claim/[programme]/filed/[reference]">) {
  const { ctx, incident, locale, base, path, own, terms, hidden } = await requireFiledClaim(params);
  const done = (await searchParams).done;
  await markRead(ctx.db, own.claim.id, "claimant");
  return (
    <IncidentFrame incident={incident} locale={locale} path={`${path}/filed/${own.claim.reference ?? ""}`}>
      <ClaimStatus
        own={own}
        terms={terms}
        base={base}
        locale={locale}
        timeZone={incident.content.timeZone}
        done={DONE.find((one) => one === done) ?? null}
        now={ctx.clock.now()}
        asked={own.request && own.answers ? describeItems(own.request.items, own.answers, terms, locale) : []}
        hidden={hidden}
        actions={{ withdraw: withdrawClaimAction, answer: answerRequestAction, write: writeClaimMessageAction, appeal: appealClaimAction }}
      />
      <PapersLink papers={await listOwnEvidence(ctx, paperOwner(own.claim))} href={`${base}/papers/${own.claim.id}`} locale={locale} />
    </IncidentFrame>
  );
}
