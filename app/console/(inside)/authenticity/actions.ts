"use server";

import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { mayDecideReports, mayRevealReporters } from "@/domain/authenticity/policy";
import { decideReport } from "@/domain/authenticity/reports/decide-report";
import { revealReporter } from "@/domain/authenticity/reports/reveal-reporter";

export async function decideReportAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayDecideReports, form, async (ctx, input) => {
    await decideReport(ctx, input);
    return { redirect: `/console/authenticity/${String(input.reportId)}` };
  });
}

export async function revealReporterAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayRevealReporters, form, async (ctx, input) => ({ state: { status: "done", values: { contact: await revealReporter(ctx, input) } } }));
}
