import { loadAccessPeriods } from "@/content/access-review/periods";
import type { Context } from "../kernel/context";
import { endLapsedTokens } from "../staff/tokens/end-lapsed-tokens";
import { closeDueCampaigns } from "./close-campaign";
import { endLapsedRoles } from "./end-lapsed-roles";
import { openQuarterlyCampaign } from "./open-quarterly-campaign";
import { remindOfEnds } from "./remind-of-ends";
import { remindReviewers } from "./remind-reviewers";
import { suspendIdleStaff } from "./suspend-idle-staff";
import { warnIdleStaff } from "./warn-idle-staff";
import { warnOfUnusedRoles } from "./warn-of-unused-roles";

/** Do what is due by the clock of roles and access. What one run leaves, the next one does. @throws {Forbidden} */
export async function watchAccess(ctx: Context): Promise<void> {
  const periods = loadAccessPeriods();
  await suspendIdleStaff(ctx, periods);
  await endLapsedRoles(ctx, periods);
  await endLapsedTokens(ctx);
  await closeDueCampaigns(ctx);
  await openQuarterlyCampaign(ctx);
  await remindReviewers(ctx, periods);
  await remindOfEnds(ctx, periods);
  await warnIdleStaff(ctx, periods);
  await warnOfUnusedRoles(ctx, periods);
}
