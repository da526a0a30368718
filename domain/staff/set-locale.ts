import { and, eq, ne } from "drizzle-orm";
import { staffMembers } from "@/db/schema/staff";
import { recordAudit } from "../audit/record-audit";
import { requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { setLocaleInput } from "./input";

/** Choose the language of one's own console. @throws {Forbidden} @throws {Invalid} */
export async function setLocale(ctx: Context, raw: unknown): Promise<void> {
  const { staffId } = requireStaffActor(ctx);
  const { locale } = parseInput(setLocaleInput, raw);
  await withTransaction(ctx, async (tx) => {
    const changed = await tx.update(staffMembers).set({ locale }).where(and(eq(staffMembers.id, staffId), ne(staffMembers.locale, locale))).returning({ id: staffMembers.id });
    if (changed.length > 0) await recordAudit(tx, ctx, { action: "staff.set-locale", object: { kind: "staff", id: staffId }, details: { locale } });
  });
}
