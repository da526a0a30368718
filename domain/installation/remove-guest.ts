import { eq } from "drizzle-orm";
import { installationGuests } from "@/db/schema/installation";
import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { NotFound, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { guestIdInput } from "./input";
import { mayManageInstallation } from "./policy";

/** Take somebody off the guest list; in trial mode the next message to them is withheld. @throws {Forbidden} @throws {NotFound} */
export async function removeGuest(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayManageInstallation);
  const { guestId } = parseInput(guestIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const removed = await tx.delete(installationGuests).where(eq(installationGuests.id, guestId)).returning({ id: installationGuests.id });
    if (removed.length === 0) throw new NotFound("guest");
    await recordAudit(tx, ctx, { action: "installation.remove-guest", object: { kind: "guest", id: guestId } });
  });
}
