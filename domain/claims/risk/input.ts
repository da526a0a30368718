import { z } from "zod";
import { linkExplanations, riskKinds } from "@/db/values/claim-risk";

export const explainLinkInput = z.object({
  claimId: z.uuid(),
  kind: z.enum(riskKinds),
  trace: z.string().regex(/^[0-9a-f]{0,144}$/).default(""),
  explanation: z.enum(linkExplanations, { error: "choose-one" }),
  reason: z.string().trim().min(10, "reason-too-short").max(500, "too-long"),
});
