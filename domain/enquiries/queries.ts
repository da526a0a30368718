import { and, asc, eq, sql } from "drizzle-orm";
import { enquiries, enquiryReplies } from "@/db/schema/enquiries";
import { authorise, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { requireUuid } from "../kernel/ids";
import { withTransaction } from "../kernel/transaction";
import { openJson } from "../keys/sealed";
import { maskContact } from "../lookups/rules";
import { recordLook } from "../reveals/record-look";
import type { EnquiryFilter } from "./input";
import { mayReadEnquiries } from "./policy";
import { enquiryPlace, listSubjectsOfEnquiry, replyPlace, toEnquiry } from "./read-enquiry";
import { enquiryWords, replyWords, type Enquiry } from "./types";

const PAGE = 50;

/** Read the queue, the oldest first, a page at a time. @throws {Forbidden} */
export async function listEnquiries(ctx: Context, incidentId: string, filter: EnquiryFilter): Promise<{ enquiries: Enquiry[]; next: string | null }> {
  authorise(ctx, mayReadEnquiries);
  const [at, id] = Buffer.from(filter.after ?? "", "base64url").toString("utf8").split("|");
  const cursor = at && id && !Number.isNaN(Date.parse(at)) && /^[0-9a-f-]{36}$/.test(id) ? { at, id } : null;
  const rows = await ctx.db
    .select({ row: enquiries, at: sql<string>`${enquiries.createdAt}::text` })
    .from(enquiries)
    .where(and(eq(enquiries.incidentId, incidentId), filter.state ? eq(enquiries.state, filter.state) : undefined, cursor ? sql`(${enquiries.createdAt}, ${enquiries.id}) > (${cursor.at}::timestamptz, ${cursor.id}::uuid)` : undefined))
    .orderBy(asc(enquiries.createdAt), asc(enquiries.id))
    .limit(PAGE + 1);
  const last = rows[PAGE - 1];
  return { enquiries: rows.slice(0, PAGE).map(({ row }) => toEnquiry(row)), next: rows.length > PAGE && last ? Buffer.from(`${last.at}|${last.row.id}`).toString("base64url") : null };
}

/** How many enquiries of an incident wait for an answer, up to `most` and one more: a screen does not wait for the size of a table. @throws {Forbidden} */
export async function countOpenEnquiries(ctx: Context, incidentId: string, most: number): Promise<number> {
  authorise(ctx, mayReadEnquiries);
  const open = ctx.db.select({ id: enquiries.id }).from(enquiries).where(and(eq(enquiries.incidentId, incidentId), eq(enquiries.state, "open"))).limit(most + 1).as("open");
  return ctx.db.$count(open);
}

export interface EnquiryDetail {
  enquiry: Enquiry;
  /** Where the answer goes, masked. */
  contact: string;
  contactKind: "email" | "phone";
  text: string;
  replies: { number: number; staffId: string; at: Date; text: string }[];
}

/**
 * Read one enquiry with its words and replies, the address masked. What people write about themselves is personal data, so reading it is audited.
 * @throws {Forbidden} @throws {NotFound}
 */
export async function getEnquiry(ctx: Context, enquiryId: string): Promise<EnquiryDetail> {
  authorise(ctx, mayReadEnquiries);
  const [row] = await ctx.db.select().from(enquiries).where(eq(enquiries.id, requireUuid(enquiryId, "enquiry")));
  if (!row) throw new NotFound("enquiry");
  const words = enquiryWords.parse(await openJson(ctx.keys, enquiryPlace(row), row.sealed));
  const replies = await ctx.db.select().from(enquiryReplies).where(eq(enquiryReplies.enquiryId, row.id)).orderBy(asc(enquiryReplies.number));
  const subjects = await listSubjectsOfEnquiry(ctx, row.id);
  await withTransaction({ db: ctx.db }, (tx) => recordLook(tx, ctx, { action: "enquiry.read", object: { kind: "enquiry", id: row.id }, incidentId: row.incidentId, subjects, rule: mayReadEnquiries, costs: 0 }));
  return {
    enquiry: toEnquiry(row),
    contact: maskContact(words.contact),
    contactKind: words.contact.kind,
    text: words.text,
    replies: await Promise.all(replies.map(async ({ number, staffId, at, sealed }) => ({ number, staffId, at, text: replyWords.parse(await openJson(ctx.keys, replyPlace(row, number), sealed)).text }))),
  };
}
