import { sendMailJob } from "@/domain/correspondence/jobs";
import { sendMail } from "@/domain/correspondence/send-mail";
import { defineTask, Later } from "../define-task";

export const sendMailTask = defineTask(sendMailJob, async (ctx, { mailId }, { person }) => {
  if ((await sendMail(ctx, person, mailId)) === "later") throw new Later();
});
