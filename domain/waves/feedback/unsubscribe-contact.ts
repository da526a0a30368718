import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { suppressContact, suppressionId } from "../../suppressions/suppress-contact";
import { contactOfMessage, findMessage } from "./find-message";

/**
 * Send no more updates to the address that an unsubscribe token was written to (RFC 8058). The token is the proof, and good for nothing else: notices that the law asks for still go there.
 * Whatever is not such a token has no effect and is answered alike, so that it tells nobody anything.
 */
export async function unsubscribeContact(ctx: Context, token: string): Promise<void> {
  const message = await findMessage(ctx, token);
  const contact = message?.use === "unsubscribe" ? await contactOfMessage(ctx, message) : null;
  if (!message || !contact) return;
  await withTransaction(ctx, async (tx) => {
    if (!(await suppressContact(tx, contact.index, "updates", "unsubscribed"))) return;
    await recordAudit(tx, ctx, { action: "suppression.unsubscribe", object: { kind: "suppression", id: suppressionId(contact.index) }, incidentId: message.incidentId });
  });
}
