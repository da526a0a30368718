import { tellAlarmJob } from "@/domain/alarms/jobs";
import { tellAlarm } from "@/domain/alarms/tell-alarm";
import { defineTask } from "../define-task";

export const tellAlarmTask = defineTask(tellAlarmJob, tellAlarm);
