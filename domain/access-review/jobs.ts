import { z } from "zod";
import { defineJob } from "../kernel/job";

/** End roles and access whose time has come, and tell those of whom it comes soon; some times an hour. */
export const watchAccessJob = defineJob("access-review/watch", z.object({}), { maxAttempts: 1 });
