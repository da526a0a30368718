import { mayReadAudit } from "@/domain/audit/policy";
import { mayReadDatasets } from "@/domain/exposure/policy";
import { mayReadIncidents } from "@/domain/incidents/policy";
import type { Policy } from "@/domain/kernel/context";
import { mayReadStaff, mayUseConsole } from "@/domain/staff/policy";

/** What stands in the rail, in its order, for those whose roles may see it. */
export const consoleNavigation: { href: string; name: string; rule: Policy }[] = [
  { href: "/console", name: "overview", rule: mayUseConsole },
  { href: "/console/incidents", name: "incident", rule: mayReadIncidents },
  { href: "/console/exposure", name: "exposure", rule: mayReadDatasets },
  { href: "/console/staff", name: "staff", rule: mayReadStaff },
  { href: "/console/audit", name: "audit", rule: mayReadAudit },
];
