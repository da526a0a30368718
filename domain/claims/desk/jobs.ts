import { z } from "zod";
import { defineJob } from "../../kernel/job";

/** Set claims free whose agent cannot work on them, and give those that nobody has by the rule, where a lead asked for it; every minute. */
export const assignNewClaimsJob = defineJob("claims/assign-new", z.object({}), { maxAttempts: 1 });
