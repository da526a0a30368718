"use server";

import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { acknowledgeAlarm } from "@/domain/alarms/acknowledge-alarm";
import { closeAlarm } from "@/domain/alarms/close-alarm";
import { mayHandleAlarms } from "@/domain/alarms/policy";

export async function acknowledgeAlarmAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayHandleAlarms, form, async (ctx, input) => {
    await acknowledgeAlarm(ctx, input);
    return { redirect: `/console/alarms/${String(input.alarmId)}` };
  });
}

export async function closeAlarmAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayHandleAlarms, form, async (ctx, input) => {
    await closeAlarm(ctx, input);
    return { redirect: "/console/alarms" };
  });
}
