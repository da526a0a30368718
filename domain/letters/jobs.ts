import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Look for waves that have letters to print, once a minute. */
export const findDueLettersJob = defineJob("letters/find-due-letters", z.object({}), { lane: "person", maxAttempts: 1 });

/** Print the next batch of a wave, or go on with one that was cut short. */
export const makeLetterBatchJob = defineJob("letters/make-letter-batch", z.object({ waveId: z.uuid() }));

/** Tell the ledger of letters that came back. */
export const tellReturnedLettersJob = defineJob("letters/tell-returned-letters", z.object({ waveId: z.uuid() }));
