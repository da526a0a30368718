import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Write to the claimants of a batch what became of their money; with their codes, where they get any. */
export const tellPaymentsJob = defineJob("payments/tell-payments", z.object({ batchId: z.uuid() }), { lane: "person" });

/** Write to everybody whose part of a shared pool is less than what was approved for them. */
export const tellSharesJob = defineJob("payments/tell-shares", z.object({ programmeId: z.uuid() }), { lane: "person" });
