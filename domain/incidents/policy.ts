import { policy } from "../kernel/context";

export const mayReadIncidents = policy("incidents.read", ["support", "lead", "comms", "approver", "finance", "security", "admin", "auditor"], { machine: true, weak: true });
export const mayEditIncidents = policy("incidents.edit", ["comms", "approver"]);
export const mayPublishIncidents = policy("incidents.publish", ["approver"], { stepUp: true });
