import { eq, sql } from "drizzle-orm";
import { staffSessions } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { checkCredentials, spendCode } from "./check-credentials";
import { proveOneselfInput } from "./input";
import { mayUseConsole } from "./policy";

/** Show again who one is, by password and one-time code: the session that asks is proven for five minutes. It makes the session no longer. @throws {Forbidden} @throws {TooMany} as at sign-in */
export async function proveOneself(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayUseConsole);
  const { staffId, sessionId } = requireStaffActor(ctx);
  const checked = await checkCredentials(ctx, { staffId }, parseInput(proveOneselfInput, raw));
  await withTransaction(ctx, async (tx) => {
    await spendCode(tx, checked);
    await tx.update(staffSessions).set({ provenAt: sql`clock_timestamp()` }).where(eq(staffSessions.id, Buffer.from(sessionId, "hex")));
    await recordAudit(tx, ctx, { action: "staff.prove", object: { kind: "staff", id: staffId } });
  });
}
