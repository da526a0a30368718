import { watchClocksJob } from "@/domain/claims/clocks/jobs";
import { watchClocks } from "@/domain/claims/clocks/watch-clocks";
import { defineTask } from "../define-task";

export const watchClocksTask = defineTask(watchClocksJob, (ctx, _, { consoleUrl }) => watchClocks(ctx, consoleUrl));
