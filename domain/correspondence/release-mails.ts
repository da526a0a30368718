import { eq } from "drizzle-orm";
import { correspondenceMails } from "@/db/schema/correspondence";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { enqueue } from "../kernel/job";
import { withTransaction } from "../kernel/transaction";
import { sendMailJob } from "./jobs";
import { mayReleaseMails } from "./policy";

/** Let the mails go that waited for a person's word. Each is looked at again before it leaves: by then a code may have run out, or its address be no guest's. Returns how many there were. */
export async function releaseMails(ctx: Context): Promise<number> {
  authorise(ctx, mayReleaseMails);
  return withTransaction(ctx, async (tx) => {
    const released = await tx.update(correspondenceMails).set({ state: "pending" }).where(eq(correspondenceMails.state, "held")).returning({ id: correspondenceMails.id });
    for (const { id } of released) await enqueue(tx, sendMailJob, { mailId: id });
    if (released.length > 0) await recordAudit(tx, ctx, { action: "correspondence.release", object: { kind: "correspondence", id: null }, details: { mails: released.length } });
    return released.length;
  });
}
