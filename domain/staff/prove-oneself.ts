import { eq, sql } from "drizzle-orm";
import { staffSessions } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Forbidden, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { checkCredentials, spendCode } from "./check-credentials";
import { proveOneselfInput } from "./input";
import { mayUseConsole } from "./policy";

/** Show again who one is, by password and one-time code: the session that asks is proven for five minutes, as weakly as that. It makes the session no longer. @throws {Forbidden} @throws {TooMany} as at sign-in */
export async function proveOneself(ctx: Context, raw: unknown, network: string | null = null): Promise<void> {
  authorise(ctx, mayUseConsole);
  const { staffId, sessionId } = requireStaffActor(ctx);
  const session = eq(staffSessions.id, Buffer.from(sessionId, "hex"));
  const [own] = await ctx.db.select({ method: staffSessions.method }).from(staffSessions).where(session);
  // Whoever came with the company's strength does not go on with less.
  if (own?.method === "company") throw new Forbidden("prove-by-company");
  const checked = await checkCredentials(ctx, { staffId }, parseInput(proveOneselfInput, raw), network);
  await withTransaction(ctx, async (tx) => {
    const details = await spendCode(tx, ctx, checked);
    await tx.update(staffSessions).set({ provenAt: sql`clock_timestamp()`, strong: false }).where(session);
    await recordAudit(tx, ctx, { action: "staff.prove", object: { kind: "staff", id: staffId }, details: { ...details, network } });
  });
}
