import { eq } from "drizzle-orm";
import { waves } from "@/db/schema/waves";
import { authorise, type Context } from "../kernel/context";
import { mayRunWaves } from "./policy";
import { wakeDueFreezings, wakeWave } from "./wake-wave";

/** Wake every wave that is sending, or whose audience is to be taken: the installation or the database held them, and their wake-ups have gone by. */
export async function wakeHeldWaves(ctx: Context): Promise<void> {
  authorise(ctx, mayRunWaves);
  const sending = await ctx.db.select({ id: waves.id }).from(waves).where(eq(waves.state, "sending"));
  for (const { id } of sending) await wakeWave(ctx.db, id);
  await wakeDueFreezings(ctx.db);
}
