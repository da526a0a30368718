/** Why a session was ended by somebody, before its time. */
export type SessionEnd = "signed-out" | "signed-out-elsewhere" | "new-set-up" | "off-boarded" | "suspended" | "company" | "idle-account" | "role-ended";
