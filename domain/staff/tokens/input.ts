import { z } from "zod";

export const makeTokenInput = z.object({ name: z.string({ error: "required" }).trim().min(1, "required").max(60, "too-long").regex(/^[^\p{Cc}<>]*$/u, "control-characters") });
export const endTokenInput = z.object({ tokenId: z.uuid("choose-one") });
