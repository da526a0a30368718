import { z } from "zod";
import { MOST_BYTES } from "./rules";

export const startEvidenceInput = z.object({
  name: z.string().max(1_000, "too-long"),
  size: z.coerce.number({ error: "paper-empty" }).int("paper-empty").min(1, "paper-empty").max(MOST_BYTES, "paper-too-large"),
});
