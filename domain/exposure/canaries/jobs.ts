import { z } from "zod";
import { defineJob } from "../../kernel/job";

/** Write to security that somebody came with a planted record. */
export const tellCanaryHitJob = defineJob("exposure/tell-canary-hit", z.object({ hitId: z.uuid() }), { lane: "person" });
