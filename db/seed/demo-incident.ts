import { createIncident } from "@/domain/incidents/create-incident";
import { publishIncidentRevision } from "@/domain/incidents/publish-incident-revision";
import { submitIncidentRevision } from "@/domain/incidents/submit-incident-revision";
import type { IncidentId } from "@/domain/kernel/ids";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import type { Role } from "@/db/values/roles";
import type { StaffId } from "@/domain/kernel/ids";
import { haneulMall } from "./demo-incident-words";

/** Create and publish the demo incident by the verbs that people use; `editor` (comms) and `publisher` (approver) are the ids of two different staff members. */
export async function seedIncident(parts: ProcessParts, { editor, publisher, slug = "haneul-mall-2025" }: { editor: string; publisher: string; slug?: string }): Promise<{ incidentId: IncidentId; slug: string }> {
  const as = (staffId: string, role: Role) => mintContext(parts, { kind: "staff", staffId: staffId as StaffId, sessionId: "seed", roles: [role] });
  const incidentId = await createIncident(as(editor, "comms"), { slug, content: haneulMall });
  await submitIncidentRevision(as(editor, "comms"), { incidentId, number: 1, edit: 1 });
  await publishIncidentRevision(as(publisher, "approver"), { incidentId, number: 1, edit: 1 });
  return { incidentId, slug };
}
