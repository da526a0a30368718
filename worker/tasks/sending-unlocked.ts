import { releaseMails } from "@/domain/correspondence/release-mails";
import { sendingUnlockedJob } from "@/domain/installation/jobs";
import { wakeHeldWaves } from "@/domain/waves/wake-held-waves";
import { defineTask } from "../define-task";

export const sendingUnlockedTask = defineTask(sendingUnlockedJob, async (ctx) => {
  await releaseMails(ctx);
  await wakeHeldWaves(ctx);
});
