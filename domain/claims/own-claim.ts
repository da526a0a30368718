import { and, desc, eq, inArray, ne, sql } from "drizzle-orm";
import { claimClocks } from "@/db/schema/claim-clocks";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claims } from "@/db/schema/claims";
import { recordOwnLook } from "../audit/record-own-look";
import { authorise, requireSubject, type Context } from "../kernel/context";
import { NotFound } from "../kernel/errors";
import { requireUuid } from "../kernel/ids";
import type { Executor } from "../kernel/transaction";
import { formsOfIndex } from "../keys/sealed";
import { cutsOf } from "../ledger/post-claim-moves";
import { waitsForItsShares } from "../ledger/queries";
import { mayEnterPaperClaims } from "./policy";
import { listClaimBenefits, listClaimEvents, openAnswers, openDecision, openPayout, toClaim, type ClaimRow } from "./queries/read-claim";
import { findParts } from "./rest/queries";
import { listMessages } from "./messages/read-messages";
import { listRequests } from "./requests/read-request";
import type { Claim, ClaimAnswers, ClaimBenefit, ClaimDecision, ClaimEvent, ClaimMessage, ClaimParts, ClaimRequest, PayoutAccount } from "./types";

export interface OwnClaim {
  claim: Claim;
  answers: ClaimAnswers | null;
  payout: PayoutAccount | null;
  benefits: ClaimBenefit[];
  decision: ClaimDecision | null;
  events: ClaimEvent[];
  /** The question that waits for an answer; null while none does. */
  request: ClaimRequest | null;
  messages: ClaimMessage[];
  /** When we mean to have decided; null while we wait for them, once it is decided, and where the day has passed. */
  decideBy: Date | null;
  parts: ClaimParts;
  /** How much of the approved money a shared pool does not pay, in minor units. */
  cutMinor: bigint;
  /** Whether that is not known yet, because the pool is still to be shared. */
  unshared: boolean;
}

/** A person's claims are those of the proven contact. Staff act for those who write on paper: on the entries that are theirs, begun or taken over, and on what any of them filed. */
async function mine(ctx: Context) {
  if (ctx.actor.kind === "staff") {
    authorise(ctx, mayEnterPaperClaims);
    return sql`exists (select from ${claimIntakes} o where o.claim_id = ${claims.id} and o.way = 'paper' and (${claims.state} <> 'draft' or ${claims.assignedTo} = ${ctx.actor.staffId}))`;
  }
  const { contactIndex, incidentId } = requireSubject(ctx);
  return and(eq(claims.incidentId, incidentId), inArray(claims.contactIndex, await formsOfIndex(ctx.keys, incidentId, contactIndex)));
}

/** One's own claims under a programme, the newest first: a draft, and what was filed and not withdrawn. @throws {SignedOut} */
export async function listOwnClaims(ctx: Context, programmeId: string): Promise<Claim[]> {
  const rows = await ctx.db.select().from(claims).where(and(await mine(ctx), eq(claims.programmeId, programmeId), ne(claims.state, "withdrawn"))).orderBy(desc(claims.createdAt));
  return rows.map(toClaim);
}

/** The claim that was begun and not filed; null where there is none. @throws {SignedOut} */
export async function findOwnDraft(ctx: Context, programmeId: string): Promise<OwnClaim | null> {
  const [row] = await ctx.db.select().from(claims).where(and(await mine(ctx), eq(claims.programmeId, programmeId), eq(claims.state, "draft")));
  return row ? readOwn(ctx, row) : null;
}

/** One's own claim by its id, a draft too. @throws {SignedOut} @throws {NotFound} where it is none, or somebody else's */
export async function getOwnClaimById(ctx: Context, claimId: string): Promise<Claim> {
  const [row] = await ctx.db.select().from(claims).where(and(await mine(ctx), eq(claims.id, requireUuid(claimId, "claim"))));
  if (!row) throw new NotFound("claim");
  return toClaim(row);
}

/** One's own claim with its answers by its id. @throws {SignedOut} @throws {NotFound} where it is none, or somebody else's */
export async function openOwnClaim(ctx: Context, claimId: string): Promise<OwnClaim> {
  const [row] = await ctx.db.select().from(claims).where(and(await mine(ctx), eq(claims.id, requireUuid(claimId, "claim"))));
  if (!row) throw new NotFound("claim");
  return readOwn(ctx, row);
}

/** One's own claim by its reference, withdrawn ones too. That its person saw it is written down, once for each proof. @throws {SignedOut} @throws {NotFound} where it is none, or somebody else's */
export async function getOwnClaim(ctx: Context, reference: string): Promise<OwnClaim> {
  const [row] = await ctx.db.select().from(claims).where(and(await mine(ctx), eq(claims.reference, reference)));
  if (!row) throw new NotFound("claim");
  await recordOwnLook(ctx, { action: "claim.read-own", object: { kind: "claim", id: row.id } });
  return readOwn(ctx, row);
}

async function readOwn(ctx: Context, row: ClaimRow): Promise<OwnClaim> {
  const [answers, payout, benefits, decision, events, requests, messages, parts] = await Promise.all([openAnswers(ctx, row), openPayout(ctx, row), listClaimBenefits(ctx.db, row.id), openDecision(ctx, row), listClaimEvents(ctx.db, row.id), listRequests(ctx, row.id), listMessages(ctx, row.id), findParts(ctx.db, row)]);
  return { claim: toClaim(row), answers, payout, benefits, decision, events, messages, parts, decideBy: await findDecideBy(ctx, row.id), cutMinor: (await cutsOf(ctx.db, [row.id])).get(row.id) ?? 0n, unshared: await waitsForItsShares(ctx.db, row.programmeId), request: requests.find(({ answeredAt, closedAt }) => !answeredAt && !closedAt) ?? null };
}

async function findDecideBy(ctx: Context, claimId: string): Promise<Date | null> {
  const [clock] = await ctx.db.select({ dueAt: claimClocks.dueAt }).from(claimClocks).where(and(eq(claimClocks.claimId, claimId), inArray(claimClocks.kind, ["decision", "appeal"]), inArray(claimClocks.stage, ["running", "soon"])));
  return clock && clock.dueAt > ctx.clock.now() ? clock.dueAt : null;
}

/** Read one's own claim and hold its row. @throws {SignedOut} @throws {NotFound} where it is none, or somebody else's */
export async function getOwnClaimForUpdate(tx: Executor, ctx: Context, claimId: string): Promise<ClaimRow> {
  const [row] = await tx.select().from(claims).where(and(await mine(ctx), eq(claims.id, requireUuid(claimId, "claim")))).for("update");
  if (!row) throw new NotFound("claim");
  return row;
}
