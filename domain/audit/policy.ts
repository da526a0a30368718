import { policy } from "../kernel/context";

export const mayReadAudit = policy("audit.read", ["admin", "security", "auditor"]);
