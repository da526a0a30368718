import { and, eq, inArray } from "drizzle-orm";
import { keyRegister } from "@/db/schema/keys";
import type { Context } from "../../kernel/context";
import { fingerprintOf } from "./fingerprint";
import type { HeldSecret } from "./types";

/** Whether a secret was retired: asked when somebody else shows that they have it. */
export async function isRetired(ctx: Pick<Context, "db" | "keys">, secret: HeldSecret): Promise<boolean> {
  const [row] = await ctx.db.select({ id: keyRegister.id }).from(keyRegister).where(and(eq(keyRegister.fingerprint, await fingerprintOf(ctx.keys, secret)), inArray(keyRegister.state, ["retired", "destroyed"])));
  return row !== undefined;
}
