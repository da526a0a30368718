import { runBulkJob } from "@/domain/claims/desk/bulk/jobs";
import { runBulk } from "@/domain/claims/desk/bulk/run-bulk";
import { mintContext } from "@/domain/kernel/mint-context";
import { findStaffRoles } from "@/domain/staff/queries";
import { defineTask } from "../define-task";

export const runClaimBulkTask = defineTask(runBulkJob, (ctx, { runId }) =>
  // What somebody began goes on as theirs, with what they may do now and not when they began.
  runBulk(ctx, runId, async (staffId) => {
    const found = await findStaffRoles(ctx.db, staffId);
    return found && mintContext(ctx, { kind: "staff", staffId: found.staffId, sessionId: ctx.actor.job, proven: false, roles: found.roles }, { requestId: ctx.requestId });
  }),
);
