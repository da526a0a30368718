import { authorise, type Context } from "../kernel/context";
import { parseInput } from "../kernel/errors";
import { recordLook } from "../reveals/record-look";
import { runLook } from "../reveals/run-look";
import { openJson } from "../keys/sealed";
import { revealEnquiryInput } from "./input";
import { mayRevealEnquiries } from "./policy";
import { enquiryPlace, getEnquiryForUpdate, listSubjectsOfEnquiry } from "./read-enquiry";
import { enquiryWords, type EnquiryWords } from "./types";

/** Show the address behind an enquiry in the clear, once, against a purpose and a reason; the look is audited and taken off the budget of the day in the same transaction. @throws {Forbidden} @throws {Invalid} @throws {Conflict} reveals-spent */
export async function revealEnquiry(ctx: Context, raw: unknown): Promise<EnquiryWords["contact"]> {
  authorise(ctx, mayRevealEnquiries);
  const { enquiryId, purpose, reason } = parseInput(revealEnquiryInput, raw);
  const subjects = await listSubjectsOfEnquiry(ctx, enquiryId);
  return runLook(ctx, async (tx) => {
    const row = await getEnquiryForUpdate(tx, enquiryId);
    await recordLook(tx, ctx, { action: "enquiry.reveal", object: { kind: "enquiry", id: row.id }, incidentId: row.incidentId, purpose, reason, details: { fields: ["contact"] }, subjects, rule: mayRevealEnquiries, costs: 1 });
    return enquiryWords.parse(await openJson(ctx.keys, enquiryPlace(row), row.sealed)).contact;
  });
}
