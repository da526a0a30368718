import { recordAudit } from "../../audit/record-audit";
import type { Context } from "../../kernel/context";
import { TooMany } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { countUse } from "../../lookups/count-use";
import { releaseContact, suppressionId } from "../../suppressions/suppress-contact";
import { contactOfMessage, findMessage } from "./find-message";

/** How often a link takes an unsubscription back in a day. */
export const MOST_TAKEN_BACK = 5;

/**
 * Take an unsubscription back, or a complaint, which was the reader's own word too. What staff entered stays. As silent as {@link unsubscribeContact}: whatever is posted as a token is
 * counted alike. Whoever has a link could else turn it off and on without end, each time with an event of the audit; turning it off is never refused, and without this it changes nothing.
 * @throws {TooMany}
 */
export async function resubscribeContact(ctx: Context, token: string): Promise<void> {
  const { uses, secondsLeft } = await countUse(ctx, `resubscribe|${token.toLowerCase()}`, 86_400);
  if (uses > MOST_TAKEN_BACK) throw new TooMany("resubscribe-budget", secondsLeft);
  const message = await findMessage(ctx, token);
  const contact = message?.use === "unsubscribe" ? await contactOfMessage(ctx, message) : null;
  if (!message || !contact) return;
  await withTransaction(ctx, async (tx) => {
    if (!(await releaseContact(tx, contact.index, "updates", ["unsubscribed", "complained"]))) return;
    await recordAudit(tx, ctx, { action: "suppression.resubscribe", object: { kind: "suppression", id: suppressionId(contact.index) }, incidentId: message.incidentId });
  });
}
