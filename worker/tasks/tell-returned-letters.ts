import { tellReturnedLettersJob } from "@/domain/letters/jobs";
import { tellReturnedLetters } from "@/domain/letters/tell-returned-letters";
import { defineTask } from "../define-task";

export const tellReturnedLettersTask = defineTask(tellReturnedLettersJob, async (ctx, { waveId }) => {
  await tellReturnedLetters(ctx, waveId);
});
