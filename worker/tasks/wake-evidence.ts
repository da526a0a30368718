import { wakeEvidence } from "@/domain/evidence/wake-evidence";
import { wakeEvidenceJob } from "@/domain/evidence/jobs";
import { defineTask } from "../define-task";

export const wakeEvidenceTask = defineTask(wakeEvidenceJob, (ctx, _, { evidence }) => wakeEvidence(ctx, evidence.scanner));
