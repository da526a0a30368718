"use server";

import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { mayDecideReports } from "@/domain/authenticity/policy";
import { decideReport } from "@/domain/authenticity/reports/decide-report";

export async function decideReportAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayDecideReports, form, async (ctx, input) => {
    await decideReport(ctx, input);
    return { redirect: `/console/authenticity/${String(input.reportId)}` };
  });
}
