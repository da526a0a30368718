import { assignNewClaims } from "@/domain/claims/desk/assign-new-claims";
import { assignNewClaimsJob } from "@/domain/claims/desk/jobs";
import { defineTask } from "../define-task";

export const assignNewClaimsTask = defineTask(assignNewClaimsJob, (ctx) => assignNewClaims(ctx));
