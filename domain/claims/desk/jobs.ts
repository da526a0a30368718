import { z } from "zod";
import { defineJob } from "../../kernel/job";

/** Give new claims by the rule, where a lead asked for it; every minute. */
export const assignNewClaimsJob = defineJob("claims/assign-new", z.object({}), { maxAttempts: 1 });
