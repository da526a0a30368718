import { sendMailJob } from "@/domain/correspondence/jobs";
import { sendMail } from "@/domain/correspondence/send-mail";
import { defineTask, Later } from "../define-task";

export const sendMailTask = defineTask(sendMailJob, async (ctx, { mailId }, { mail }) => {
  if ((await sendMail(ctx, mail, mailId)) === "later") throw new Later();
});
