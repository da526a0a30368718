import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Erase what two people agreed on, and carry the list outside. Its payload names no incident, because a job that does sees that one alone, and the list is of all of them. */
export const eraseJob = defineJob("erasure/erase", z.object({ erasureId: z.uuid() }));
