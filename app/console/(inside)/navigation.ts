import { mayReadAlarms } from "@/domain/alarms/policy";
import { mayReadAudit } from "@/domain/audit/policy";
import { mayReadReports } from "@/domain/authenticity/policy";
import { mayReadErasures } from "@/domain/erasure/policy";
import { mayReadExports } from "@/domain/exports/policy";
import { mayReadDatasets } from "@/domain/exposure/policy";
import { mayReadClaims } from "@/domain/claims/policy";
import { mayReadEnquiries } from "@/domain/enquiries/policy";
import { mayReadIncidents } from "@/domain/incidents/policy";
import { mayReadInstallation } from "@/domain/installation/policy";
import type { Policy } from "@/domain/kernel/context";
import { mayReadKeys } from "@/domain/keys/policy";
import { mayReadNotices } from "@/domain/notices/policy";
import { mayReadPayments } from "@/domain/payments/policy";
import { mayReadPostings } from "@/domain/postings/policy";
import { mayReadProgrammes } from "@/domain/programmes/policy";
import { mayReadStaff, mayUseConsole } from "@/domain/staff/policy";
import { mayReadWaves } from "@/domain/waves/policy";

/** What stands in the rail, in its order, for those whose roles may see it. */
export const consoleNavigation: { href: string; name: string; rule: Policy }[] = [
  { href: "/console", name: "overview", rule: mayUseConsole },
  { href: "/console/incidents", name: "incident", rule: mayReadIncidents },
  { href: "/console/exposure", name: "exposure", rule: mayReadDatasets },
  { href: "/console/notices", name: "notices", rule: mayReadNotices },
  { href: "/console/waves", name: "waves", rule: mayReadWaves },
  { href: "/console/postings", name: "postings", rule: mayReadPostings },
  { href: "/console/programmes", name: "programmes", rule: mayReadProgrammes },
  { href: "/console/claims", name: "claims", rule: mayReadClaims },
  { href: "/console/payments", name: "payments", rule: mayReadPayments },
  { href: "/console/enquiries", name: "enquiries", rule: mayReadEnquiries },
  { href: "/console/erasures", name: "erasures", rule: mayReadErasures },
  { href: "/console/authenticity", name: "authenticity", rule: mayReadReports },
  { href: "/console/exports", name: "exports", rule: mayReadExports },
  { href: "/console/staff", name: "staff", rule: mayReadStaff },
  { href: "/console/audit", name: "audit", rule: mayReadAudit },
  { href: "/console/alarms", name: "alarms", rule: mayReadAlarms },
  { href: "/console/keys", name: "keys", rule: mayReadKeys },
  { href: "/console/installation", name: "installation", rule: mayReadInstallation },
];
