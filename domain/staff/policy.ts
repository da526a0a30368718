import { roles } from "@/db/values/roles";
import { policy } from "../kernel/context";

/** Everybody who is signed in: their own account, their own sign-out. */
export const mayUseConsole = policy("console.use", roles, { weak: true });
/** Adding and removing one's own passkeys and recovery codes. */
export const mayKeepPasskeys = policy("staff.keep-passkeys", roles, { stepUp: true, weak: true });
export const mayReadStaff = policy("staff.read", ["admin", "security", "auditor"], { machine: true, weak: true });
/** The identity provider may, by a token that it signed; nobody else. */
export const mayEndCompanySessions = policy("staff.end-company-sessions", [], { machine: true });
/** Adding people and granting roles. Granting admin takes a second admin besides. */
export const mayManageStaff = policy("staff.manage", ["admin"], { machine: true, stepUp: true });
/** Ending somebody's access is nobody's favour to withhold: security can do it alone, at once, and without another proof of who they are. */
export const mayDisableStaff = policy("staff.disable", ["admin", "security"], { machine: true });
/** Making a token by which a program pulls the audit log: for whoever watches it. */
export const mayMakeTokens = policy("staff.make-tokens", ["security", "auditor"], { stepUp: true });
