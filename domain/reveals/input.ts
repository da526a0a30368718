import { z } from "zod";

const words = z.string({ error: "required" }).trim().min(10, "reason-too-short").max(1000, "too-long");

export const askForRevealsInput = z.object({ reason: words });
export const revealRequestInput = z.object({ requestId: z.uuid() });
export const declineRevealsInput = z.object({ requestId: z.uuid(), reason: words });
