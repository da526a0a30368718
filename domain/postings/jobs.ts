import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Make the files of a posting that was published. Nobody waits for waves to see it. */
export const renderPostingJob = defineJob("postings/render-posting", z.object({ postingId: z.uuid() }), { lane: "person" });

/** Look at every posting by its public address, every five minutes. */
export const checkPostingsJob = defineJob("postings/check-postings", z.object({}), { lane: "person", maxAttempts: 1 });
