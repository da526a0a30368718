import { postAlarmJob } from "@/domain/alarms/jobs";
import { postAlarm } from "@/domain/alarms/post-alarm";
import { defineTask } from "../define-task";

export const postAlarmTask = defineTask(postAlarmJob, (ctx, payload, { alarms }) => postAlarm(ctx, payload, alarms.outlet));
