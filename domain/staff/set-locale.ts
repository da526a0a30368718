import { eq } from "drizzle-orm";
import { staffMembers } from "@/db/schema/staff";
import { requireStaffActor, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { setLocaleInput } from "./input";

/** Choose the language of one's own console. @throws {Forbidden} @throws {Invalid} */
export async function setLocale(ctx: Context, raw: unknown): Promise<void> {
  const { staffId } = requireStaffActor(ctx);
  const { locale } = parseInput(setLocaleInput, raw);
  await ctx.db.update(staffMembers).set({ locale }).where(eq(staffMembers.id, staffId));
}
