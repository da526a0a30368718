import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Remind claimants of what they were asked for, and tell them when its day has passed; every ten minutes. */
export const remindRequestsJob = defineJob("claims/remind-requests", z.object({}), { maxAttempts: 1 });

/** Write to everybody whose part of a shared pool is less than what was approved for them; payments do it, and it is asked for when a pool is shared and when a claim is decided after that. */
export const tellSharesJob = defineJob("payments/tell-shares", z.object({ programmeId: z.uuid() }), { lane: "person" });
