import { RiskPanel } from "@/components/claims/risk-panel";
import type { Locale } from "@/db/values/locales";
import { mayExplainLinks } from "@/domain/claims/risk/policy";
import { listRiskReasons } from "@/domain/claims/risk/queries";
import { may, type StaffContext } from "@/domain/kernel/context";
import { explainLinkAction } from "./links/actions";

/** What the claim has in common with others, and the way to explain it for whoever may. */
export async function RiskOfClaim({ ctx, claimId, ...rest }: { ctx: StaffContext; claimId: string; of?: string; names: ReadonlyMap<string, string>; locale: Locale; timeZone: string }) {
  return <RiskPanel claimId={claimId} reasons={await listRiskReasons(ctx, claimId)} explain={may(ctx.actor, mayExplainLinks) ? explainLinkAction : null} {...rest} />;
}
