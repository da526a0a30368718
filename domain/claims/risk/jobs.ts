import { z } from "zod";
import { defineJob } from "../../kernel/job";

/** How soon a claim is looked at again that came while traces move from one index key to the next. */
export const AGAIN_SECONDS = 60;

/** Weigh a claim, and those that it is linked with, by what they have in common. */
export const weighClaimJob = defineJob("claims/weigh-claim", z.object({ claimId: z.uuid(), neighbours: z.boolean().default(false) }));
/** Look whether unusually many claims come from the network of this one. */
export const watchNetworkJob = defineJob("claims/watch-network", z.object({ claimId: z.uuid() }));
/** Remove the traces of programmes that are settled; every night. */
export const forgetTracesJob = defineJob("claims/forget-traces", z.object({}), { maxAttempts: 1 });
