import { assignNewClaims } from "@/domain/claims/desk/assign-new-claims";
import { freeClaims } from "@/domain/claims/desk/free-claims";
import { assignNewClaimsJob } from "@/domain/claims/desk/jobs";
import { defineTask } from "../define-task";

export const assignNewClaimsTask = defineTask(assignNewClaimsJob, async (ctx) => {
  await freeClaims(ctx);
  await assignNewClaims(ctx);
});
