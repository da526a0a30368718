import { eq, sql } from "drizzle-orm";
import { correspondenceMails } from "@/db/schema/correspondence";
import { installation } from "@/db/schema/installation";
import type { Context } from "../kernel/context";
import { withTransaction } from "../kernel/transaction";

/**
 * Keep a mail until a person has said which installation is the real one; its job is done then, and `releaseMails` makes another. Looks once more under a lock: a
 * mail that is marked after the word was given would wait for ever. `later` when the word has been given meanwhile.
 */
export async function holdMail(ctx: Context, mailId: string): Promise<"settled" | "later"> {
  return withTransaction(ctx, async (tx) => {
    const [row] = await tx.select({ standing: installation.standing }).from(installation).for("share");
    const held = row?.standing === "unconfirmed";
    await tx
      .update(correspondenceMails)
      .set({ state: held ? "held" : "pending", attempts: sql`${correspondenceMails.attempts} - 1` })
      .where(eq(correspondenceMails.id, mailId));
    return held ? "settled" : "later";
  });
}
