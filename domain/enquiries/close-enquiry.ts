import { and, eq, ne, sql } from "drizzle-orm";
import { enquiries } from "@/db/schema/enquiries";
import { recordAudit } from "../audit/record-audit";
import { authorise, requireStaffActor, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { withTransaction } from "../kernel/transaction";
import { enquiryIdInput } from "./input";
import { mayAnswerEnquiries } from "./policy";

/** Close an enquiry about which nothing more is to be done. @throws {Forbidden} @throws {Conflict} when it is closed already */
export async function closeEnquiry(ctx: Context, raw: unknown): Promise<void> {
  authorise(ctx, mayAnswerEnquiries);
  requireStaffActor(ctx);
  const { enquiryId } = parseInput(enquiryIdInput, raw);
  await withTransaction(ctx, async (tx) => {
    const [closed] = await tx.update(enquiries).set({ state: "closed", updatedAt: sql`clock_timestamp()` }).where(and(eq(enquiries.id, enquiryId), ne(enquiries.state, "closed"))).returning({ incidentId: enquiries.incidentId });
    if (!closed) throw new Conflict("enquiry-closed");
    await recordAudit(tx, ctx, { action: "enquiry.close", object: { kind: "enquiry", id: enquiryId }, incidentId: closed.incidentId });
  });
}
