import { watchNetworkJob } from "@/domain/claims/risk/jobs";
import { watchNetwork } from "@/domain/claims/risk/watch-network";
import { defineTask } from "../define-task";

export const watchNetworkTask = defineTask(watchNetworkJob, watchNetwork);
