import { findLinks } from "@/lib/sms-text";
import { recordAudit } from "../../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Invalid, parseInput } from "../../kernel/errors";
import { withTransaction } from "../../kernel/transaction";
import { meetClock } from "../clocks/meet-clock";
import { sendClaimMessageInput } from "../input";
import { queueClaimMail } from "../mails";
import { mayDecideClaims } from "../policy";
import { getClaimForUpdate, openAnswers, toClaim } from "../queries/read-claim";
import { whyNotSeen } from "../rules";
import { insertMessage, markRead } from "./read-messages";

/** Write to a claimant: the message stands on their claim's page and goes to their address; a phone is told that there is one. Whoever is answered by post cannot be written to. Nothing in it leads to a page. @throws {Forbidden} @throws {Invalid} */
export async function sendClaimMessage(ctx: Context, raw: unknown): Promise<{ claimId: string }> {
  authorise(ctx, mayDecideClaims);
  const actor = requireStaffActor(ctx);
  const { claimId, text, seen } = parseInput(sendClaimMessageInput, raw);
  if (findLinks(text).length > 0) throw new Invalid({ text: ["message-link"] });
  return withTransaction(ctx, async (tx) => {
    const row = await getClaimForUpdate(tx, claimId);
    if (row.state === "draft") throw new Conflict("claim-not-filed");
    const answers = await openAnswers(ctx, row);
    // It would stand on a page that nobody can open.
    if (answers?.contact.kind === "post") throw new Conflict("message-not-by-post");
    const number = await insertMessage(tx, ctx, row, { kind: "staff", staffId: actor.staffId }, text);
    // What came while it was written is still to be read.
    if (!whyNotSeen(row, seen)) await markRead(tx, claimId, "staff");
    await meetClock(tx, ctx, claimId, "first-reply");
    await queueClaimMail(tx, ctx, toClaim(row), answers, { kind: "message", parts: [text] });
    await recordAudit(tx, ctx, { action: "claim.message", object: { kind: "claim", id: row.id }, incidentId: row.incidentId, details: { message: number } });
    return { claimId };
  });
}
