import { and, eq, isNull, ne, sql } from "drizzle-orm";
import { staffSessions } from "@/db/schema/staff";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Forbidden, parseInput, Refusal } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { noteRefusedSignIn } from "../note-refused-sign-in";
import { mayUseConsole } from "../policy";
import { checkPasskey, notePasskeyUse } from "./check-passkey";
import { passkeyCredentialInput } from "./input";
import type { RelyingParty } from "./types";

/** Show again who one is, by a passkey of one's own: the session that asks is proven for five minutes, and strongly. @throws {Forbidden} @throws {TooMany} @throws {Invalid} */
export async function proveByPasskey(ctx: Context, rp: RelyingParty, raw: unknown, network: string | null): Promise<void> {
  authorise(ctx, mayUseConsole);
  const { staffId, sessionId } = requireStaffActor(ctx);
  const { credential } = parseInput(passkeyCredentialInput, raw);
  try {
    const checked = await checkPasskey(ctx, rp, credential, "prove");
    if (checked.staffId !== staffId) throw new Forbidden("passkey-refused");
    await withTransaction(ctx, async (tx) => {
      await notePasskeyUse(tx, checked);
      const proven = await tx
        .update(staffSessions)
        .set({ provenAt: sql`clock_timestamp()`, strong: true })
        .where(and(eq(staffSessions.id, Buffer.from(sessionId, "hex")), isNull(staffSessions.endedAt), ne(staffSessions.method, "company")))
        .returning({ id: staffSessions.staffId });
      if (proven.length === 0) throw new Forbidden("prove-by-company");
      await recordAudit(tx, ctx, { action: "staff.prove", object: { kind: "staff", id: staffId }, details: { method: "passkey", network } });
    });
  } catch (error) {
    if (error instanceof Refusal) await noteRefusedSignIn(ctx, { staffId, method: "passkey", why: error.reason, network });
    throw error;
  }
}
