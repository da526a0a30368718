import { and, eq, isNull } from "drizzle-orm";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claims } from "@/db/schema/claims";
import type { ClaimWay } from "@/db/values/claim-ways";
import { forgetEvidence } from "../evidence/forget-evidence";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { moveClaim } from "./move-claim";
import { paperOwner } from "./paper-owner";
import { toClaim, type ClaimRow } from "./queries/read-claim";
import { givesWay } from "./rules";

/**
 * End a draft that its caller's transaction holds, and forget at once what was typed and handed in for it: nobody filed it, so nothing has a use for it. A letter goes to its contact where another took its place. Returns how many papers went.
 */
export async function endDraft(tx: Executor, ctx: Context, row: ClaimRow, kind: "withdrawn" | "begun-anew" | "came-by-post"): Promise<number> {
  const claim = toClaim(row);
  await moveClaim(tx, ctx, claim, "withdrawn", { kind });
  await tx.update(claims).set({ sealedAnswers: null, sealedPayout: null, payoutVersion: 0 }).where(eq(claims.id, row.id));
  return forgetEvidence(tx, paperOwner(claim));
}

/**
 * End the draft that holds a claimant's place, where one that begins now `by` some way comes before it. Nobody who begins sees anything of it: they prove an address of their own, not that what was typed elsewhere is theirs. Returns what the event of the
 * new one says of it; null where there was none, or one that stays.
 */
export async function replaceDraft(tx: Executor, ctx: Context, { programmeId, claimantKey, contactIndex }: Pick<ClaimRow, "programmeId" | "claimantKey" | "contactIndex">, by: ClaimWay | "contact"): Promise<{ replaced: string; papers: number } | null> {
  const [held] = await tx
    .select({ row: claims, way: claimIntakes.way })
    .from(claims)
    .leftJoin(claimIntakes, eq(claimIntakes.claimId, claims.id))
    .where(and(eq(claims.programmeId, programmeId), eq(claims.claimantKey, claimantKey), eq(claims.state, "draft"), isNull(claims.restOf)))
    .for("update", { of: claims });
  // A second tap finds what the first one began.
  if (!held || held.row.contactIndex.equals(contactIndex) || !givesWay(held.way ?? "contact", by)) return null;
  return { replaced: held.row.id, papers: await endDraft(tx, ctx, held.row, by === "paper" ? "came-by-post" : "begun-anew") };
}
