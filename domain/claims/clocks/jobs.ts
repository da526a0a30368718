import { z } from "zod";
import { defineJob } from "../../kernel/job";

/** Find the clocks of claims that have run out, or will soon, and tell the leads; every minute. */
export const watchClocksJob = defineJob("claims/watch-clocks", z.object({}), { maxAttempts: 1 });
