import { weighClaimJob } from "@/domain/claims/risk/jobs";
import { markClaims } from "@/domain/claims/risk/mark-claim";
import { defineTask } from "../define-task";

export const weighClaimTask = defineTask(weighClaimJob, markClaims);
