import { and, eq, isNull } from "drizzle-orm";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claims } from "@/db/schema/claims";
import type { ClaimWay } from "@/db/values/claim-ways";
import { forgetEvidence } from "../evidence/forget-evidence";
import type { Context } from "../kernel/context";
import type { Executor } from "../kernel/transaction";
import { sealJson } from "../keys/sealed";
import { queueClaimMail } from "./mails";
import { moveClaim } from "./move-claim";
import { paperOwner } from "./paper-owner";
import { answersPlace, openAnswers, storeAnswers, toClaim, type ClaimRow } from "./queries/read-claim";
import { givesWay } from "./rules";

/**
 * End a draft that its caller's transaction holds, and forget at once what was typed and handed in for it: nobody filed it, so nothing has a use for it. A letter goes to its contact where another took its place; where that is a form on paper, the contact is kept until it is known what comes of the form (`settleReplaced`). Returns how many papers went.
 */
export async function endDraft(tx: Executor, ctx: Context, row: ClaimRow, kind: "withdrawn" | "begun-anew" | "came-by-post"): Promise<number> {
  const claim = toClaim(row);
  await moveClaim(tx, ctx, claim, "withdrawn", { kind });
  const contact = kind === "came-by-post" ? (await openAnswers(ctx, row))?.contact : undefined;
  const sealedAnswers = contact ? await sealJson(ctx.keys, answersPlace(row), storeAnswers({ contact, benefits: [], losses: [] })) : null;
  await tx.update(claims).set({ sealedAnswers, sealedPayout: null, payoutVersion: 0 }).where(eq(claims.id, row.id));
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

/** Forget the contact of the draft that gave way to an entry from paper, now that the form is filed or dropped; where it is dropped they are told first, and that they can begin anew. The caller holds the entry. */
export async function settleReplaced(tx: Executor, ctx: Context, intake: { replaces: string | null } | null, end: "filed" | "dropped"): Promise<void> {
  if (!intake?.replaces) return;
  const [row] = await tx.select().from(claims).where(eq(claims.id, intake.replaces)).for("update");
  if (!row) return;
  if (end === "dropped") await queueClaimMail(tx, ctx, toClaim(row), await openAnswers(ctx, row), { kind: "not-entered" });
  await tx.update(claims).set({ sealedAnswers: null }).where(eq(claims.id, row.id));
}
