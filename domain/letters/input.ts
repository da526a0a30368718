import { z } from "zod";
import { letterFiles } from "@/db/values/letter-states";

export const letterFileInput = z.object({ batchId: z.uuid(), file: z.enum(letterFiles) });
export const handOverLettersInput = z.object({ batchId: z.uuid(), handedOn: z.iso.date({ error: "date" }) });
export const discardLettersInput = z.object({ batchId: z.uuid(), reason: z.string().trim().min(10, "reason-too-short").max(2000, "too-long") });
/** Handles as they are scanned or as the mail house lists them: one in a line, with the reason behind a comma. */
export const recordReturnedLettersInput = z.object({ waveId: z.uuid(), handles: z.string().trim().min(1, "required").max(1_000_000, "too-long") });
