import { eq } from "drizzle-orm";
import { keyRegister } from "@/db/schema/keys";
import { staffMembers } from "@/db/schema/staff";
import { Conflict, NotFound } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";

/** A key whose people may change: what is retired is history. Held to the commit. @throws {NotFound} @throws {Conflict} */
export async function openKey(tx: Executor, keyId: string): Promise<{ ownerId: string | null }> {
  const [key] = await tx.select({ state: keyRegister.state, ownerId: keyRegister.ownerId }).from(keyRegister).where(eq(keyRegister.id, keyId)).for("update");
  if (!key) throw new NotFound("key");
  if (key.state !== "active" && key.state !== "next") throw new Conflict("key-retired");
  return key;
}

/** Somebody who works here, held to the commit: their off-boarding would otherwise miss what is being entered. @throws {NotFound} @throws {Conflict} */
export async function holdColleague(tx: Executor, staffId: string): Promise<void> {
  const [member] = await tx.select({ endedAt: staffMembers.disabledAt }).from(staffMembers).where(eq(staffMembers.id, staffId)).for("share");
  if (!member) throw new NotFound("staff");
  if (member.endedAt) throw new Conflict("key-custodian-left");
}
