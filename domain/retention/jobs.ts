import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Tell of what falls due, and erase what is. Its payload names no incident: it is about all of them. */
export const keepRetentionJob = defineJob("retention/keep", z.object({}), { maxAttempts: 1 });
