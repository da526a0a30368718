import { eq } from "drizzle-orm";
import { generate } from "otplib";
import { staffMembers } from "@/db/schema/staff";
import type { Context } from "../kernel/context";
import { Forbidden, NotFound } from "../kernel/errors";
import { openSecret } from "./credentials";

/** The one-time code that a member of the demo's staff would read off their phone now. For the operator of an embedded installation alone. @throws {Forbidden} @throws {NotFound} */
export async function currentDemoCode(ctx: Context, staffId: string): Promise<{ code: string; seconds: number }> {
  if (ctx.actor.kind !== "operator") throw new Forbidden("forbidden");
  const [member] = await ctx.db.select().from(staffMembers).where(eq(staffMembers.id, staffId));
  if (!member?.sealedTotp) throw new NotFound("staff");
  const now = Math.floor(Date.now() / 1000);
  // The code of this step may have been used to sign in; then the next one is accepted already.
  const epoch = Math.floor(now / 30) <= member.totpStep ? now + 30 : now;
  const code = await generate({ secret: await openSecret(ctx, { id: member.id, sealedTotp: member.sealedTotp }), epoch });
  return { code, seconds: 30 - (now % 30) };
}
