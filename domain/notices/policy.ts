import { policy } from "../kernel/context";

export const mayReadNotices = policy("notices.read", ["support", "lead", "comms", "approver", "security", "auditor"], { machine: true, weak: true });
export const mayEditNotices = policy("notices.edit", ["comms"]);
export const mayReturnNotices = policy("notices.return", ["comms", "approver"]);
export const mayApproveNotices = policy("notices.approve", ["approver"], { stepUp: true });
export const mayReportDefects = policy("notices.report-defect", ["comms", "approver"]);
