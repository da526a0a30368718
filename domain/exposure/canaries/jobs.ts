import { z } from "zod";
import { defineJob } from "../../kernel/job";

/** Write to security that somebody came with a planted record. */
export const tellCanaryHitJob = defineJob("exposure/tell-canary-hit", z.object({ hitId: z.uuid() }), { lane: "person" });
/** Look whether codes were asked for to a planted address; every minute. */
export const watchCanariesJob = defineJob("lookups/watch-canaries", z.object({}), { maxAttempts: 1, lane: "person" });
