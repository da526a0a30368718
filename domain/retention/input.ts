import { z } from "zod";
import { retentionClasses } from "@/db/values/retention";

const reason = z.string({ error: "reason-too-short" }).trim().min(10, "reason-too-short").max(2000, "too-long");
const recordClass = z.enum(retentionClasses, { error: "retention-class" });
const incidentId = z.uuid();

export const proposePeriodInput = z.object({
  incidentId,
  class: recordClass,
  keep: z.string({ error: "retention-number" }).trim().regex(/^\d{1,4}$/, "retention-number").transform(Number).pipe(z.int().min(1, "retention-number")),
  reason,
});
export const proposeEndInput = z.object({ incidentId, act: z.enum(["close", "reopen"]), reason });
export const proposeLiftInput = z.object({ holdId: z.uuid(), reason });
export const proposalInput = z.object({ proposalId: z.uuid() });
/** No class is everything of the incident. */
export const placeHoldInput = z.object({ incidentId, class: z.preprocess((typed) => (typed === "" ? null : typed), recordClass.nullable()), reason });
