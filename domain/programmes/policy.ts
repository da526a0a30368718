import { policy } from "../kernel/context";

export const mayReadProgrammes = policy("programmes.read", ["finance", "approver", "support", "lead", "comms", "security", "auditor"]);
export const mayEditProgrammes = policy("programmes.edit", ["finance", "approver"]);
export const mayPublishProgrammes = policy("programmes.publish", ["approver", "finance"]);
