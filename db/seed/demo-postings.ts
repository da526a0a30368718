import type { StaffId, TemplateVersionId } from "@/domain/kernel/ids";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";
import { proposePosting } from "@/domain/postings/propose-posting";
import { publishPosting } from "@/domain/postings/publish-posting";
import type { Role } from "@/db/values/roles";

/** Post the demo's full notice by the verbs that people use; the worker makes its files when it starts. `proposer` (comms) and `publisher` (approver) are two different staff members. */
export async function seedPostings(parts: ProcessParts, { versionId, proposer, publisher }: { versionId: TemplateVersionId; proposer: string; publisher: string }): Promise<void> {
  const as = (staffId: string, role: Role) => mintContext(parts, { kind: "staff", staffId: staffId as StaffId, sessionId: "seed", proven: true, roles: [role] });
  const postingId = await proposePosting(as(proposer, "comms"), { templateVersionId: versionId });
  await publishPosting(as(publisher, "approver"), { postingId });
}
