import { tellSharesJob } from "@/domain/claims/jobs";
import { tellShares } from "@/domain/payments/tell-shares";
import { defineTask } from "../define-task";

export const tellSharesTask = defineTask(tellSharesJob, async (ctx, { programmeId }) => {
  await tellShares(ctx, programmeId);
});
