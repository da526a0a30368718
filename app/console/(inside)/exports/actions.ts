"use server";

import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { approveExport } from "@/domain/exports/approve-export";
import { askExport } from "@/domain/exports/ask-export";
import { mayAskExports, mayDecideExports } from "@/domain/exports/policy";
import { refuseExport } from "@/domain/exports/refuse-export";

export async function askExportAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayAskExports, form, async (ctx, input) => ({ redirect: `/console/exports/${await askExport(ctx, input)}` }));
}

export async function approveExportAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayDecideExports, form, async (ctx, input) => {
    await approveExport(ctx, input);
    return { redirect: `/console/exports/${String(input.exportId)}` };
  });
}

export async function refuseExportAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayDecideExports, form, async (ctx, input) => {
    await refuseExport(ctx, input);
    return { redirect: `/console/exports/${String(input.exportId)}` };
  });
}
