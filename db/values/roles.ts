export const roles = ["support", "lead", "comms", "approver", "finance", "security", "admin", "auditor"] as const;
export type Role = (typeof roles)[number];
