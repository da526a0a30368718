import { postAlarmJob } from "@/domain/alarms/jobs";
import { postAlarm } from "@/domain/alarms/post-alarm";
import { noteKeyUse } from "@/domain/keys/register/note-use";
import { defineTask } from "../define-task";

export const postAlarmTask = defineTask(postAlarmJob, async (ctx, payload, { alarms }) => {
  await postAlarm(ctx, payload, alarms.outlet);
  if (alarms.outlet !== null) noteKeyUse("webhook", "ALARM_WEBHOOK");
});
