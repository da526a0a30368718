import { and, asc, desc, eq, isNull, sql } from "drizzle-orm";
import { z } from "zod";
import { claimMentions, claimNotes } from "@/db/schema/claims-desk";
import { claims } from "@/db/schema/claims";
import { authorise, may, requireStaffActor, type Context } from "../../kernel/context";
import { withTransaction } from "../../kernel/transaction";
import { openJson } from "../../keys/sealed";
import { recordLook } from "../../reveals/record-look";
import { mayReadClaims } from "../policy";
import { notePlace } from "./add-note";
import { mayFollowClaims } from "./policy";

export interface ClaimNote {
  id: string;
  authorId: string;
  text: string;
  at: Date;
}

/** What colleagues wrote about a claim, the oldest first. @throws {Forbidden} */
export async function listNotes(ctx: Context, claimId: string): Promise<ClaimNote[]> {
  authorise(ctx, mayReadClaims);
  const rows = await ctx.db.select().from(claimNotes).where(and(eq(claimNotes.claimId, claimId), isNull(claimNotes.takenBackAt))).orderBy(asc(claimNotes.createdAt), asc(claimNotes.id)).limit(200);
  return Promise.all(rows.map(async (row) => ({ id: row.id, authorId: row.authorId, at: row.createdAt, text: z.string().parse(await openJson(ctx.keys, notePlace(row), row.sealedText)) })));
}

export interface Mention {
  noteId: string;
  claimId: string;
  reference: string | null;
  authorId: string;
  text: string;
  at: Date;
  read: boolean;
}

/** The latest notes that name whoever asks, those they have not read first. They are free words about claimants, so reading them is a look at those. @throws {Forbidden} */
export async function listMentions(ctx: Context): Promise<Mention[]> {
  authorise(ctx, mayFollowClaims);
  const rows = await ctx.db
    .select({ note: claimNotes, reference: claims.reference, subjectId: claims.subjectId, incidentId: claims.incidentId, readAt: claimMentions.readAt })
    .from(claimMentions)
    .innerJoin(claimNotes, and(eq(claimNotes.id, claimMentions.noteId), isNull(claimNotes.takenBackAt)))
    .innerJoin(claims, eq(claims.id, claimMentions.claimId))
    .where(eq(claimMentions.staffId, requireStaffActor(ctx).staffId))
    .orderBy(sql`${claimMentions.readAt} is not null`, desc(claimMentions.createdAt))
    .limit(50);
  await withTransaction({ db: ctx.db }, async (tx) => {
    // A look is at people of one incident.
    for (const incidentId of new Set(rows.map((row) => row.incidentId))) {
      const seen = rows.filter((row) => row.incidentId === incidentId);
      await recordLook(tx, ctx, { action: "claim.see-mentions", object: { kind: "incident", id: incidentId }, incidentId, details: { notes: seen.length }, subjects: seen.map(({ subjectId }) => subjectId), rule: mayFollowClaims, costs: 0 });
    }
  });
  return Promise.all(
    rows.map(async ({ note, reference, readAt }) => ({ noteId: note.id, claimId: note.claimId, reference, authorId: note.authorId, at: note.createdAt, read: readAt !== null, text: z.string().parse(await openJson(ctx.keys, notePlace(note), note.sealedText)) })),
  );
}

/** Mentions are counted up to here. */
const MOST_MENTIONS = 99;

/** How many notes that name whoever asks they have not read; nought for those who write none. */
export async function countUnreadMentions(ctx: Context): Promise<number> {
  if (!may(ctx.actor, mayFollowClaims)) return 0;
  const { rows } = await ctx.db.execute<{ unread: number }>(sql`
    select count(*)::int as unread from (
      select from claim_mentions m join claim_notes n on n.id = m.note_id and n.taken_back_at is null
      where m.staff_id = ${requireStaffActor(ctx).staffId} and m.read_at is null limit ${MOST_MENTIONS}) u`);
  return rows[0]?.unread ?? 0;
}
