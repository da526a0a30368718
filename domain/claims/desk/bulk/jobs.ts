import { z } from "zod";
import { defineJob } from "../../../kernel/job";

/** Go on with a bulk act, or with its undoing, a few claims at a time; asks for itself again until it is through. */
export const runBulkJob = defineJob("claims/run-bulk", z.object({ runId: z.uuid() }));
