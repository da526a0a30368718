import { approveTemplateVersion } from "@/domain/notices/approval/approve-template-version";
import { createTemplate } from "@/domain/notices/editing/create-template";
import { submitTemplateVersion } from "@/domain/notices/approval/submit-template-version";
import type { StaffId, TemplateVersionId } from "@/domain/kernel/ids";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import type { Role } from "@/db/values/roles";
import { demoWording } from "./demo-notice-words";

/** Write, submit and approve the demo's full notice by the verbs that people use; `author` (comms) and `approver` are two different staff members. */
export async function seedNotices(parts: ProcessParts, { incidentId, author, approver }: { incidentId: string; author: string; approver: string }): Promise<{ versionId: TemplateVersionId }> {
  const as = (staffId: string, role: Role) => mintContext(parts, { kind: "staff", staffId: staffId as StaffId, sessionId: "seed", proven: true, roles: [role] });
  const { versionId } = await createTemplate(as(author, "comms"), { incidentId, kind: "full", name: "유출 통지 · Full notice", content: demoWording("full") });
  await submitTemplateVersion(as(author, "comms"), { versionId, edit: 1 });
  await approveTemplateVersion(as(approver, "approver"), { versionId, edit: 1 });
  return { versionId };
}
