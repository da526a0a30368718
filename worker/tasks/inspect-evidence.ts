import { inspectEvidence } from "@/domain/evidence/inspect-evidence";
import { inspectEvidenceJob } from "@/domain/evidence/jobs";
import { defineTask } from "../define-task";

export const inspectEvidenceTask = defineTask(inspectEvidenceJob, (ctx, paper, { evidence }) => inspectEvidence(ctx, evidence, paper));
