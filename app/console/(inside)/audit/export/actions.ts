"use server";

import { runStaffAction } from "@/app/_server/staff-action";
import type { FormState } from "@/components/form/form-state";
import { mayExportAudit } from "@/domain/audit/policy";
import { askExport } from "@/domain/exports/ask-export";
import { auditZone } from "../audit-zone";
import { readTimes } from "../read-times";

/** Ask for a part of the log. What is still to come is not in it: until is now at the latest. */
export async function askForRangeAction(_: FormState, form: FormData): Promise<FormState> {
  return runStaffAction(mayExportAudit, form, async (ctx, input) => {
    const { from, until } = readTimes({ from: typed(input.from), until: typed(input.until) }, await auditZone(ctx)).moments;
    const now = ctx.clock.now();
    const end = until && until > now ? now : until;
    return { redirect: `/console/exports/${await askExport(ctx, { kind: "audit", objectId: "log", from: from?.toISOString(), until: end?.toISOString(), reason: input.reason })}` };
  });
}

const typed = (value: unknown) => (typeof value === "string" ? value : undefined);
