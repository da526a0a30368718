import { and, asc, desc, eq, gt, inArray, notExists, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import { correspondenceMails } from "@/db/schema/correspondence";
import { mayReadInstallation } from "../installation/policy";
import { authorise, type Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";

export interface KeptBackMails {
  state: "held" | "withheld";
  purpose: string;
  mails: number;
  latest: Date;
}

/** Count the mails that were not sent because of the installation itself, by what they were for. Whom they were for is no longer known, or sealed. @throws {Forbidden} */
export async function countKeptBack(ctx: Context): Promise<KeptBackMails[]> {
  authorise(ctx, mayReadInstallation);
  const { state, purpose, createdAt } = correspondenceMails;
  const rows = await ctx.db
    .select({ state, purpose, mails: sql<number>`count(*)::int`, latest: sql<string>`max(${createdAt})::text` })
    .from(correspondenceMails)
    .where(inArray(state, ["held", "withheld"]))
    .groupBy(state, purpose)
    .orderBy(asc(state), asc(purpose));
  return rows.map((row) => ({ ...row, state: row.state as KeptBackMails["state"], latest: new Date(row.latest) }));
}

export interface RefusedMail {
  purpose: string;
  channel: "email" | "sms";
  /** The relay's or the gateway's words; no address is in them. */
  reply: string | null;
  at: Date;
}

/** Those of the mails about a claim that were refused for good, the last first, and that nothing of their kind followed which was taken. The caller may read the claim. */
export async function listRefusedMails(db: Executor, claimId: string): Promise<RefusedMail[]> {
  const { purpose, channel, relayReply, settledAt, createdAt } = correspondenceMails;
  const later = alias(correspondenceMails, "later");
  const taken = db.select({ one: sql`1` }).from(later).where(and(eq(later.claimId, claimId), eq(later.purpose, purpose), eq(later.state, "accepted"), gt(later.createdAt, createdAt)));
  const rows = await db
    .select({ purpose, channel, reply: relayReply, at: sql<string>`coalesce(${settledAt}, ${createdAt})::text` })
    .from(correspondenceMails)
    .where(and(eq(correspondenceMails.claimId, claimId), eq(correspondenceMails.state, "rejected"), notExists(taken)))
    .orderBy(desc(createdAt));
  return rows.map((row) => ({ ...row, at: new Date(row.at) }));
}
