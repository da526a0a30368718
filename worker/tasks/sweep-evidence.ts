import { sweepEvidence } from "@/domain/evidence/sweep-evidence";
import { sweepEvidenceJob } from "@/domain/evidence/jobs";
import { defineTask } from "../define-task";

export const sweepEvidenceTask = defineTask(sweepEvidenceJob, async (ctx, _, { evidence }) => {
  await sweepEvidence(ctx, evidence.store);
});
