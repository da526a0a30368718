import { watchCanariesJob } from "@/domain/exposure/canaries/jobs";
import { watchCanaries } from "@/domain/lookups/watch-canaries";
import { defineTask } from "../define-task";

export const watchCanariesTask = defineTask(watchCanariesJob, watchCanaries);
