import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Remind claimants of what they were asked for, and tell them when its day has passed; every ten minutes. */
export const remindRequestsJob = defineJob("claims/remind-requests", z.object({}), { maxAttempts: 1 });
