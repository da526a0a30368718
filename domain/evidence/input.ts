import { z } from "zod";
import { lookPurposes } from "@/db/values/look-purposes";
import { MOST_BYTES } from "./rules";

export const startEvidenceInput = z.object({
  name: z.string().max(1_000, "too-long"),
  size: z.coerce.number({ error: "paper-empty" }).int("paper-empty").min(1, "paper-empty").max(MOST_BYTES, "paper-too-large"),
});

/** Which paper staff want to see, what for, and why. */
export const lookAtEvidenceInput = z.object({ evidenceId: z.string(), purpose: z.enum(lookPurposes["evidence.look"], "purpose-missing"), reason: z.string({ error: "reason-too-short" }).trim().min(10, "reason-too-short").max(1000, "too-long") });
