import { eq } from "drizzle-orm";
import { enquiries } from "@/db/schema/enquiries";
import { listRecordsOfContact } from "../exposure/subject-records";
import type { Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import type { EnquiryId, IncidentId } from "../kernel/ids";
import type { Executor } from "../kernel/transaction";
import { openJson, type SealedPlace } from "../keys/sealed";
import { enquiryWords, type Enquiry } from "./types";

export type EnquiryRow = typeof enquiries.$inferSelect;

export function toEnquiry(row: EnquiryRow): Enquiry {
  const { id, reference, incidentId, state, datasetVersion, dataClass, locale, createdAt, updatedAt } = row;
  return { id: id as EnquiryId, reference, incidentId: incidentId as IncidentId, state, datasetVersion, dataClass, locale, createdAt, updatedAt };
}

export function enquiryPlace(enquiry: { id: string; incidentId: string }): SealedPlace {
  return { table: "enquiries", column: "sealed", scope: enquiry.incidentId, recordId: enquiry.id };
}

export function replyPlace(enquiry: { id: string; incidentId: string }, number: number): SealedPlace {
  return { table: "enquiry_replies", column: "sealed", scope: enquiry.incidentId, recordId: `${enquiry.id}/${number}` };
}

/** @throws {NotFound} */
export async function getEnquiryForUpdate(tx: Executor, enquiryId: string): Promise<EnquiryRow> {
  const [row] = await tx.select().from(enquiries).where(eq(enquiries.id, enquiryId)).for("update");
  if (!row) throw new NotFound("enquiry");
  return row;
}

/** Whose records an enquiry's contact owns in the published dataset: to them it is a look at their record. Before a transaction, which must not wait for a second connection while it holds the first. */
export async function listSubjectsOfEnquiry(ctx: Context, enquiryId: string): Promise<bigint[]> {
  const [row] = await ctx.db.select().from(enquiries).where(eq(enquiries.id, enquiryId));
  if (!row) throw new NotFound("enquiry");
  const { contact } = enquiryWords.parse(await openJson(ctx.keys, enquiryPlace(row), row.sealed));
  return ((await listRecordsOfContact(ctx, row.incidentId, contact.kind, row.contactIndex))?.records ?? []).map(({ subjectId }) => subjectId);
}
