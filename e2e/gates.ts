import { mayReadAudit } from "@/domain/audit/policy";
import { mayDecideClaims, mayReadClaims, mayRevealClaims } from "@/domain/claims/policy";
import { mayAnswerEnquiries, mayReadEnquiries, mayRevealEnquiries } from "@/domain/enquiries/policy";
import { mayReadIncidents } from "@/domain/incidents/policy";
import type { Policy } from "@/domain/kernel/context";
import { mayDisableStaff, mayManageStaff, mayReadStaff, mayUseConsole } from "@/domain/staff/policy";

/** Anybody may enter; a person with a proven contact may; or staff with the roles of a policy. */
export type Gate = "anybody" | "subject" | Policy;

/**
 * Every way in over the web, by the file it stands in (`file#action` for server actions), with who may pass. A page, handler or action that is not here
 * fails the test, and so does a line here that leads nowhere.
 */
export const gates: Record<string, Gate> = {
  "app/route.ts": "anybody",
  "app/api/health/live/route.ts": "anybody",
  "app/api/health/ready/route.ts": "anybody",
  "app/api/auth/[...nextauth]/route.ts": "anybody",
  "app/(portal)/[locale]/page.tsx": "anybody",
  "app/(portal)/[locale]/[incident]/page.tsx": "anybody",
  "app/(portal)/[locale]/[incident]/apology/page.tsx": "anybody",
  "app/(portal)/[locale]/[incident]/updates/page.tsx": "anybody",
  "app/(portal)/[locale]/[incident]/check/page.tsx": "anybody",
  "app/(portal)/[locale]/[incident]/check/actions.ts#requestCodeAction": "anybody",
  "app/(portal)/[locale]/[incident]/check/actions.ts#resendCodeAction": "anybody",
  "app/(portal)/[locale]/[incident]/check/actions.ts#proveContactAction": "anybody",
  "app/(portal)/[locale]/[incident]/check/actions.ts#endProofAction": "subject",
  "app/(portal)/[locale]/[incident]/check/code/page.tsx": "anybody",
  "app/(portal)/[locale]/[incident]/result/page.tsx": "subject",
  "app/(portal)/[locale]/[incident]/guidance/page.tsx": "anybody",
  "app/(portal)/[locale]/[incident]/guidance/actions.ts#tickStepAction": "subject",
  "app/(portal)/[locale]/[incident]/wrong/page.tsx": "subject",
  "app/(portal)/[locale]/[incident]/wrong/actions.ts#openEnquiryAction": "subject",
  "app/(portal)/[locale]/[incident]/claim/page.tsx": "subject",
  "app/(portal)/[locale]/[incident]/claim/payout/page.tsx": "subject",
  "app/(portal)/[locale]/[incident]/claim/account/page.tsx": "subject",
  "app/(portal)/[locale]/[incident]/claim/answers/page.tsx": "subject",
  "app/(portal)/[locale]/[incident]/claim/actions.ts#startClaimAction": "subject",
  "app/(portal)/[locale]/[incident]/claim/actions.ts#choosePayoutAction": "subject",
  "app/(portal)/[locale]/[incident]/claim/actions.ts#saveAccountAction": "subject",
  "app/(portal)/[locale]/[incident]/claim/actions.ts#fileClaimAction": "subject",
  "app/(portal)/[locale]/[incident]/claim/actions.ts#withdrawClaimAction": "subject",
  "app/console/(inside)/claims/page.tsx": mayReadClaims,
  "app/console/(inside)/claims/[claimId]/page.tsx": mayReadClaims,
  "app/console/(inside)/claims/actions.tsx#searchClaimsAction": mayReadClaims,
  "app/console/(inside)/claims/actions.tsx#takeClaimAction": mayDecideClaims,
  "app/console/(inside)/claims/actions.tsx#decideClaimAction": mayDecideClaims,
  "app/console/(inside)/claims/actions.tsx#revealClaimAction": mayRevealClaims,
  "app/console/(inside)/enquiries/page.tsx": mayReadEnquiries,
  "app/console/(inside)/enquiries/[enquiryId]/page.tsx": mayReadEnquiries,
  "app/console/(inside)/enquiries/actions.ts#replyAction": mayAnswerEnquiries,
  "app/console/(inside)/enquiries/actions.ts#closeEnquiryAction": mayAnswerEnquiries,
  "app/console/(inside)/enquiries/actions.ts#revealEnquiryAction": mayRevealEnquiries,
  "app/console/sign-in/page.tsx": "anybody",
  "app/console/set-up/page.tsx": "anybody",
  "app/console/set-up/actions.ts#setUpAction": "anybody",
  "app/console/(inside)/page.tsx": mayUseConsole,
  "app/console/(inside)/actions.ts#chooseIncidentAction": mayReadIncidents,
  "app/console/(inside)/actions.ts#setLocaleAction": mayUseConsole,
  "app/console/(inside)/actions.ts#signOutAction": mayUseConsole,
  "app/console/(inside)/account/page.tsx": mayUseConsole,
  "app/console/(inside)/audit/page.tsx": mayReadAudit,
  "app/console/(inside)/staff/page.tsx": mayReadStaff,
  "app/console/(inside)/staff/new/page.tsx": mayManageStaff,
  "app/console/(inside)/staff/[staffId]/page.tsx": mayReadStaff,
  "app/console/(inside)/staff/actions.ts#addStaffMemberAction": mayManageStaff,
  "app/console/(inside)/staff/actions.ts#grantRoleAction": mayManageStaff,
  "app/console/(inside)/staff/actions.ts#approveGrantAction": mayManageStaff,
  "app/console/(inside)/staff/actions.ts#endGrantAction": mayManageStaff,
  "app/console/(inside)/staff/actions.ts#sendSetUpCodeAction": mayManageStaff,
  "app/console/(inside)/staff/actions.ts#disableStaffMemberAction": mayDisableStaff,
};
