import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { releaseContact } from "../../suppressions/suppress-contact";
import { contactOfMessage, findMessage } from "./find-message";

/** Take an unsubscription back, or a complaint, which was the reader's own word too. What staff entered stays. As silent as {@link unsubscribeContact}. */
export async function resubscribeContact(ctx: Context, token: string): Promise<void> {
  const message = await findMessage(ctx, token);
  const contact = message?.use === "unsubscribe" ? await contactOfMessage(ctx, message) : null;
  if (!message || !contact) return;
  await withTransaction(ctx, async (tx) => {
    if (!(await releaseContact(tx, contact.index, "updates", ["unsubscribed", "complained"]))) return;
    await recordAudit(tx, ctx, { action: "suppression.resubscribe", object: { kind: "suppression", id: contact.index.toString("hex").slice(0, 16) }, incidentId: message.incidentId });
  });
}
