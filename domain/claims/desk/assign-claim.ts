import { and, eq, sql } from "drizzle-orm";
import { claims } from "@/db/schema/claims";
import { benefitsOf } from "@/db/values/claim-facets";
import { recordAudit } from "../../audit/record-audit";
import { authorise, may, requireStaffActor, type Context } from "../../kernel/context";
import { Conflict, Forbidden, Invalid, parseInput } from "../../kernel/errors";
import { withTransaction, type Executor } from "../../kernel/transaction";
import { listClaimStaff } from "../../staff/queries";
import { incidentToday } from "../queries/incident-time-zone";
import { getClaimForUpdate, type ClaimRow } from "../queries/read-claim";
import { tookPart } from "../rules";
import { assignClaimInput } from "./input";
import { listAgents } from "./list-agents";
import { mayLeadDesk, mayWorkClaims } from "./policy";
import { pickAgent, whyNotAssignable } from "./rules";

type People = { id: string; name: string }[];

/**
 * Give a claim to somebody, take it oneself, or leave it to nobody. By the rule it goes to whoever fits and has the fewest. A claim that somebody else was given meanwhile is a Conflict; an appeal goes to nobody who had a part in the first decision.
 * @throws {Forbidden} @throws {Conflict} @throws {NotFound} @throws {Invalid}
 */
export async function assignClaim(ctx: Context, raw: unknown): Promise<{ from: string | null; to: string | null }> {
  authorise(ctx, mayWorkClaims);
  const { claimId, to, had } = parseInput(assignClaimInput, raw);
  const people = await listClaimStaff(ctx);
  return withTransaction(ctx, async (tx) => {
    // Before the claim, as all do who ask by the rule.
    if (to === "rule") await holdAssigning(tx);
    const claim = await getClaimForUpdate(tx, claimId);
    if (had !== undefined && had !== (claim.assignedTo ?? "")) throw new Conflict("claim-changed-meanwhile");
    return assignRow(tx, ctx, claim, to, people);
  });
}

/** Hold what everybody holds who gives claims by the rule, so that each sees what the one before gave away. */
export async function holdAssigning(tx: Executor): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(hashtext('claims/assign-by-rule'))`);
}

/** The same for a claim that the caller's transaction holds; by the rule, it also holds the rule's lock. */
export async function assignRow(tx: Executor, ctx: Context, claim: ClaimRow, to: string, people: People): Promise<{ from: string | null; to: string | null }> {
  const { staffId } = requireStaffActor(ctx);
  const refusal = whyNotAssignable(claim, { staffId, leads: may(ctx.actor, mayLeadDesk) });
  if (refusal) throw refusal;
  const target = await targetOf(tx, ctx, claim, to, people);
  if (target !== null && tookPart(claim, target)) throw new Forbidden("appeal-own-decision");
  if (target !== claim.assignedTo) {
    await tx.update(claims).set({ assignedTo: target }).where(and(eq(claims.id, claim.id), eq(claims.state, claim.state)));
    await recordAudit(tx, ctx, { action: "claim.assign", object: { kind: "claim", id: claim.id }, incidentId: claim.incidentId, details: { from: claim.assignedTo, to: target, ...(to === "rule" ? { by: "rule" } : {}) } });
  }
  return { from: claim.assignedTo, to: target };
}

async function targetOf(tx: Executor, ctx: Context, claim: ClaimRow, to: string, people: People): Promise<string | null> {
  if (to === "nobody") return null;
  if (to === "me") return requireStaffActor(ctx).staffId;
  if (to === "rule") {
    const agents = (await listAgents(ctx, people, tx)).filter((agent) => !tookPart(claim, agent.staffId));
    const picked = pickAgent(agents, { locale: claim.locale, benefits: benefitsOf(claim.benefits) }, await incidentToday(tx, ctx, claim.incidentId));
    if (!picked) throw new Conflict("nobody-fits");
    return picked.staffId;
  }
  if (!people.some(({ id }) => id === to)) throw new Invalid({ to: ["not-an-agent"] });
  return to;
}
