import { tellCanaryHitJob } from "@/domain/exposure/canaries/jobs";
import { tellCanaryHit } from "@/domain/exposure/canaries/tell-canary-hit";
import { defineTask } from "../define-task";

export const tellCanaryHitTask = defineTask(tellCanaryHitJob, tellCanaryHit);
