import { randomUUID } from "node:crypto";
import type { Role } from "@/db/values/roles";
import type { StaffContext } from "@/domain/kernel/context";
import type { StaffId } from "@/domain/kernel/ids";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";

/** A signed-in staff member; another call is another person. */
export function staffContext(parts: ProcessParts, roles: readonly Role[], staffId: string = randomUUID()): StaffContext {
  return mintContext(parts, { kind: "staff", staffId: staffId as StaffId, sessionId: randomUUID(), proven: true, roles } as const);
}

export function systemContext(parts: ProcessParts, job = "test/job") {
  return mintContext(parts, { kind: "system", job } as const);
}
