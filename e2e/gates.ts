import { mayReadAudit } from "@/domain/audit/policy";
import { mayEditIncidents, mayPublishIncidents, mayReadIncidents } from "@/domain/incidents/policy";
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
  "app/console/sign-in/page.tsx": "anybody",
  "app/console/set-up/page.tsx": "anybody",
  "app/console/set-up/actions.ts#setUpAction": "anybody",
  "app/console/(inside)/page.tsx": mayUseConsole,
  "app/console/(inside)/actions.ts#chooseIncidentAction": mayReadIncidents,
  "app/console/(inside)/actions.ts#setLocaleAction": mayUseConsole,
  "app/console/(inside)/actions.ts#signOutAction": mayUseConsole,
  "app/console/(inside)/account/page.tsx": mayUseConsole,
  "app/console/(inside)/audit/page.tsx": mayReadAudit,
  "app/console/(inside)/incidents/page.tsx": mayReadIncidents,
  "app/console/(inside)/incidents/new/page.tsx": mayEditIncidents,
  "app/console/(inside)/incidents/edit/page.tsx": mayEditIncidents,
  "app/console/(inside)/incidents/preview/page.tsx": mayReadIncidents,
  "app/console/(inside)/incidents/actions.ts#createIncidentAction": mayEditIncidents,
  "app/console/(inside)/incidents/actions.ts#startDraftAction": mayEditIncidents,
  "app/console/(inside)/incidents/actions.ts#saveDraftAction": mayEditIncidents,
  "app/console/(inside)/incidents/actions.ts#submitRevisionAction": mayEditIncidents,
  "app/console/(inside)/incidents/actions.ts#returnRevisionAction": mayEditIncidents,
  "app/console/(inside)/incidents/actions.ts#publishRevisionAction": mayPublishIncidents,
  "app/console/(inside)/incidents/actions.ts#withdrawRevisionAction": mayPublishIncidents,
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
