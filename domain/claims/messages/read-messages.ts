import { and, asc, eq, isNull, max, sql } from "drizzle-orm";
import { z } from "zod";
import { claimMessages } from "@/db/schema/claims";
import type { Context } from "../../kernel/context";
import type { Executor } from "../../kernel/transaction";
import { openJson, sealJson, type SealedPlace } from "../../keys/sealed";
import { setFlag } from "../set-flag";
import type { ClaimMessage } from "../types";

function messagePlace(message: { claimId: string; number: number; incidentId: string }): SealedPlace {
  return { table: "claim_messages", column: "sealed_text", scope: message.incidentId, recordId: `${message.claimId}/${message.number}` };
}

/** A claim's messages, oldest first. The caller has found the claim as its claimant's, or as staff may. */
export async function listMessages(ctx: Context, claimId: string): Promise<ClaimMessage[]> {
  const rows = await ctx.db.select().from(claimMessages).where(eq(claimMessages.claimId, claimId)).orderBy(asc(claimMessages.number));
  return Promise.all(
    rows.map(async (row) => ({ number: row.number, from: row.fromKind, byId: row.byId, at: row.at, readAt: row.readAt, text: z.string().parse(await openJson(ctx.keys, messagePlace(row), row.sealedText)) })),
  );
}

/** Write a message into a claim whose row the caller holds. */
export async function insertMessage(tx: Executor, ctx: Context, claim: { id: string; incidentId: string }, from: { kind: "claimant" } | { kind: "staff"; staffId: string }, text: string): Promise<number> {
  const [last] = await tx.select({ number: max(claimMessages.number) }).from(claimMessages).where(eq(claimMessages.claimId, claim.id));
  const place = { claimId: claim.id, incidentId: claim.incidentId, number: (last?.number ?? 0) + 1 };
  await tx.insert(claimMessages).values({ ...place, fromKind: from.kind, byId: from.kind === "staff" ? from.staffId : null, sealedText: await sealJson(ctx.keys, messagePlace(place), text) });
  return place.number;
}

/** Note that one side has seen what the other wrote. */
export async function markRead(db: Executor, claimId: string, by: "claimant" | "staff"): Promise<void> {
  if (by === "staff") await setFlag(db, claimId, "unread", false);
  await db
    .update(claimMessages)
    .set({ readAt: sql`clock_timestamp()` })
    .where(and(eq(claimMessages.claimId, claimId), eq(claimMessages.fromKind, by === "staff" ? "claimant" : "staff"), isNull(claimMessages.readAt)));
}
