import { sql } from "drizzle-orm";
import { installation } from "@/db/schema/installation";
import type { InstallationState } from "@/domain/installation/types";
import { mintContext, type ProcessParts } from "@/domain/kernel/mint-context";

export const operator = (parts: ProcessParts) => mintContext(parts, { kind: "operator" } as const);

/** Put the installation into a state; tests begin with a live one. */
export async function setInstallation(parts: ProcessParts, state: Partial<InstallationState>): Promise<void> {
  await parts.db.update(installation).set(state);
}

/** As a backup that is put back would leave it. */
export async function turnBack(parts: ProcessParts, minutes: bigint): Promise<void> {
  await parts.db.update(installation).set({ counter: sql`${installation.counter} - ${minutes}` });
}
