import { and, eq } from "drizzle-orm";
import { keyCustodians, keyRegister } from "@/db/schema/keys";
import type { KeyState } from "@/db/values/key-kinds";
import type { Executor } from "../../kernel/transaction";
import { keyIdOf } from "./fingerprint";
import type { HeldSecret } from "./types";

/** A key as it is entered: with its fingerprint instead of its value. */
export interface NewKey extends Omit<HeldSecret, "value"> {
  fingerprint: Buffer;
  /** Who answers for it and has it in their hands, where that is one person from the start. */
  staffId?: string;
  /** For a login of a person to the database: the number that the server gave it. */
  login?: number;
}

/** Enter a key in the caller's transaction: as the one in use where its name has none, beside that one as `next` where it has. Null when it is entered already. */
export async function enterKey(tx: Executor, { kind, name, fingerprint, createdAt, staffId, login }: NewKey): Promise<{ id: string; state: KeyState } | null> {
  const [active] = await tx.select({ id: keyRegister.id }).from(keyRegister).where(and(eq(keyRegister.kind, kind), eq(keyRegister.name, name), eq(keyRegister.state, "active")));
  const state = active ? "next" : "active";
  const [row] = await tx.insert(keyRegister).values({ id: keyIdOf(kind, fingerprint), kind, name, fingerprint, state, createdAt, ownerId: staffId, login }).onConflictDoNothing().returning({ id: keyRegister.id });
  if (!row) return null;
  if (staffId !== undefined) await tx.insert(keyCustodians).values({ keyId: row.id, staffId, addedBy: staffId });
  return { id: row.id, state };
}
