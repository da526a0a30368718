import { createIncident } from "@/domain/incidents/create-incident";
import { getIncidentForStaff, listIncidents } from "@/domain/incidents/queries";
import { publishIncidentRevision } from "@/domain/incidents/publish-incident-revision";
import { submitIncidentRevision } from "@/domain/incidents/submit-incident-revision";
import type { IncidentId } from "@/domain/kernel/ids";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import type { Role } from "@/db/values/roles";
import type { StaffId } from "@/domain/kernel/ids";
import type { DemoFact } from "./demo-fact-words";
import { seedFacts } from "./demo-facts";
import { haneulMall } from "./demo-incident-words";

export const DEMO_SLUG = "haneul-mall-2025";

/**
 * Create and publish the demo incident with its facts by the verbs that people use; `editor` (comms) and `publisher` (approver) are the ids of two different staff members.
 * Finds what an earlier run has done of it.
 */
export async function seedIncident(parts: ProcessParts, { editor, publisher, slug = DEMO_SLUG, words = haneulMall, facts }: { editor: string; publisher: string; slug?: string; words?: typeof haneulMall; facts?: DemoFact[] }): Promise<{ incidentId: IncidentId; slug: string }> {
  const as = (staffId: string, role: Role) => mintContext(parts, { kind: "staff", staffId: staffId as StaffId, sessionId: "seed", proven: true, roles: [role] });
  const known = (await listIncidents(as(editor, "comms"))).find((incident) => incident.slug === slug);
  const incidentId = known?.id ?? (await createIncident(as(editor, "comms"), { slug, content: words }));
  await seedFacts(parts, { incidentId, proposer: editor, approver: publisher, facts });
  const { open } = await getIncidentForStaff(as(editor, "comms"), incidentId);
  if (open?.state === "draft") await submitIncidentRevision(as(editor, "comms"), { incidentId, number: open.number, edit: open.edit });
  if (open) await publishIncidentRevision(as(publisher, "approver"), { incidentId, number: open.number, edit: open.edit });
  return { incidentId, slug };
}
