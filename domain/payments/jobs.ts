import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Write to the claimants of a batch what became of their money; with their codes, where they get any. */
export const tellPaymentsJob = defineJob("payments/tell-payments", z.object({ batchId: z.uuid() }), { lane: "person" });
