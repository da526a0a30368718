import { z } from "zod";
import { letterFiles } from "@/db/values/letter-states";

export const letterFileInput = z.object({ batchId: z.uuid(), file: z.enum(letterFiles) });
export const handOverLettersInput = z.object({ batchId: z.uuid(), handedOn: z.iso.date({ error: "date" }) });
export const discardLettersInput = z.object({ batchId: z.uuid(), reason: z.string().trim().min(10, "reason-too-short").max(2000, "too-long") });
/** Characters of a list of letters that came back, and bytes of a file that can hold no more of them. */
const MOST_HANDLES = 1_000_000;
export const MOST_RETURNED = 3 * MOST_HANDLES;
/** Handles as they are scanned or as the mail house lists them: one in a line, with the reason behind a comma. */
export const recordReturnedLettersInput = z.object({ waveId: z.uuid(), handles: z.string().trim().min(1, "required").max(MOST_HANDLES, "too-long") });
