import { remindRequestsJob } from "@/domain/claims/jobs";
import { remindRequests } from "@/domain/claims/requests/remind-requests";
import { defineTask } from "../define-task";

export const remindRequestsTask = defineTask(remindRequestsJob, async (ctx) => {
  await remindRequests(ctx);
});
