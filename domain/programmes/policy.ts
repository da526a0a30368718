import { policy } from "../kernel/context";

export const mayReadProgrammes = policy("programmes.read", ["finance", "approver", "support", "lead", "comms", "security", "auditor"], { weak: true });
export const mayEditProgrammes = policy("programmes.edit", ["finance", "approver"]);
export const mayInspectDocuments = policy("programmes.inspect-documents", [], { machine: true });
export const mayPublishProgrammes = policy("programmes.publish", ["approver", "finance"], { stepUp: true });
