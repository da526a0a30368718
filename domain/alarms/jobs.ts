import { z } from "zod";
import { defineJob } from "../kernel/job";

/** Write to security about an alarm. */
export const tellAlarmJob = defineJob("alarms/tell-alarm", z.object({ alarmId: z.uuid() }), { lane: "person" });
/** Hand an alarm to the program outside that takes them; comes back until it was taken. */
export const postAlarmJob = defineJob("alarms/post-alarm", z.object({ alarmId: z.uuid() }), { lane: "person" });
