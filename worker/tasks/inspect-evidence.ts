import { tellPaperSettled } from "@/domain/claims/tell-paper-settled";
import { recordPaperTraces } from "@/domain/claims/risk/record-paper-traces";
import { inspectEvidence } from "@/domain/evidence/inspect-evidence";
import { inspectEvidenceJob } from "@/domain/evidence/jobs";
import { defineTask } from "../define-task";

export const inspectEvidenceTask = defineTask(inspectEvidenceJob, async (ctx, paper, { evidence }) => {
  await inspectEvidence(ctx, evidence, paper, tellPaperSettled);
  await recordPaperTraces(ctx, paper);
});
