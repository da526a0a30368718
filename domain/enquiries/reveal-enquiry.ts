import { recordAudit } from "../audit/record-audit";
import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { openJson } from "../keys/sealed";
import { revealEnquiryInput } from "./input";
import { mayRevealEnquiries } from "./policy";
import { enquiryPlace, getEnquiryForUpdate } from "./read-enquiry";
import { enquiryWords, type EnquiryWords } from "./types";

/** Show the address behind an enquiry in the clear, once, against a reason; the look is audited in the same transaction. @throws {Forbidden} @throws {Invalid} */
export async function revealEnquiry(ctx: Context, raw: unknown): Promise<EnquiryWords["contact"]> {
  authorise(ctx, mayRevealEnquiries);
  const { enquiryId, reason } = parseInput(revealEnquiryInput, raw);
  return withTransaction(ctx, async (tx) => {
    const row = await getEnquiryForUpdate(tx, enquiryId);
    await recordAudit(tx, ctx, { action: "enquiry.reveal", object: { kind: "enquiry", id: row.id }, incidentId: row.incidentId, reason, details: { fields: ["contact"] } });
    return enquiryWords.parse(await openJson(ctx.keys, enquiryPlace(row), row.sealed)).contact;
  });
}
