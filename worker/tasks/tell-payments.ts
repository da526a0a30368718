import { tellPaymentsJob } from "@/domain/payments/jobs";
import { tellPayments } from "@/domain/payments/tell-payments";
import { defineTask } from "../define-task";

export const tellPaymentsTask = defineTask(tellPaymentsJob, async (ctx, { batchId }) => {
  await tellPayments(ctx, batchId);
});
