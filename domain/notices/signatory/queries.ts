import { and, desc, eq } from "drizzle-orm";
import { noticeTemplates, noticeTemplateVersions } from "@/db/schema/notices";
import { noticeSignatories } from "@/db/schema/signatories";
import { authorise, type Context } from "../../kernel/context";
import { requireUuid, type TemplateVersionId } from "../../kernel/ids";
import type { Executor } from "../../kernel/transaction";
import { mayReadNotices } from "../policy";
import { pictureAlt, signatoryWords } from "./input";
import type { Signatory } from "./types";

/** Read who signs a version; null while nobody does. @throws {Forbidden} */
export function getSignatory(ctx: Context, versionId: string): Promise<Signatory | null> {
  authorise(ctx, mayReadNotices);
  return readSignatory(ctx.db, requireUuid(versionId, "template"));
}

/** The same without a gate, for verbs that have passed their own. */
export async function readSignatory(db: Executor, versionId: string): Promise<Signatory | null> {
  const [row] = await db.select().from(noticeSignatories).where(eq(noticeSignatories.versionId, versionId));
  if (!row) return null;
  const { picture, pictureType, pictureAlt: alt } = row;
  return { ...signatoryWords.parse({ name: row.name, role: row.role }), picture: picture && pictureType ? { type: pictureType, bytes: picture, alt: pictureAlt.parse(alt) } : null };
}

/** List an incident's approved apologies, the newest first, which can ride with a notice. @throws {Forbidden} */
export async function listApprovedApologies(ctx: Context, incidentId: string): Promise<{ versionId: TemplateVersionId; name: string; number: number }[]> {
  authorise(ctx, mayReadNotices);
  const rows = await ctx.db
    .select({ versionId: noticeTemplateVersions.id, name: noticeTemplates.name, number: noticeTemplateVersions.number })
    .from(noticeTemplateVersions)
    .innerJoin(noticeTemplates, eq(noticeTemplates.id, noticeTemplateVersions.templateId))
    .where(and(eq(noticeTemplates.incidentId, requireUuid(incidentId, "incident")), eq(noticeTemplates.kind, "apology"), eq(noticeTemplateVersions.state, "approved")))
    .orderBy(desc(noticeTemplateVersions.approvedAt));
  return rows.map((row) => ({ ...row, versionId: row.versionId as TemplateVersionId }));
}
