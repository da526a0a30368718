import { eq, sql } from "drizzle-orm";
import { staffPasskeys, staffSessions } from "@/db/schema/staff";
import type { SignInMethod } from "@/db/values/session-methods";
import type { StaffActor } from "../../kernel/context";
import { Forbidden } from "../../kernel/errors";
import type { Executor } from "../../kernel/transaction";
import { needsOwnPasskey } from "../rules";

/**
 * The gate of every change to what signs somebody in: whoever has a passkey has shown it, or came with a recovery code. Without it a phished password and code would make recovery codes, come back with one
 * of them, and then add a stranger's passkey. Returns how the session began. @throws {Forbidden}
 */
export async function requireOwnPasskey(db: Executor, { staffId, sessionId }: Pick<StaffActor, "staffId" | "sessionId">): Promise<SignInMethod | null> {
  const [session] = await db
    .select({ strong: staffSessions.strong, method: staffSessions.method })
    .from(staffSessions)
    .where(eq(staffSessions.id, Buffer.from(sessionId, "hex")));
  const [own] = await db.select({ has: sql<number>`1` }).from(staffPasskeys).where(eq(staffPasskeys.staffId, staffId)).limit(1);
  if (needsOwnPasskey({ hasPasskey: own !== undefined, strong: session?.strong ?? false, method: session?.method ?? "code" })) throw new Forbidden("passkey-first");
  return session?.method ?? null;
}
