import { policy } from "../kernel/context";

export const mayCountAudiences = policy("audiences.count", ["support", "lead", "comms", "approver", "finance", "security", "auditor"], { machine: true, weak: true });
export const mayEditAudiences = policy("audiences.edit", ["comms"]);
/** Looking at people of an audience, masked. */
export const maySampleAudiences = policy("audiences.sample", ["comms", "approver"]);
/** What only a job does. */
export const mayRunAudiences = policy("audiences.run", [], { machine: true });
