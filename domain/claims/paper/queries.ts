import { and, asc, desc, eq, ne, isNull, notInArray } from "drizzle-orm";
import { z } from "zod";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claims } from "@/db/schema/claims";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { requireUuid } from "../../kernel/ids";
import { openJson } from "../../keys/sealed";
import { getOwnClaimById } from "../own-claim";
import { mayEnterPaperClaims, mayReadClaims } from "../policy";
import { toClaim } from "../queries/read-claim";
import { findIntake, listClaimLetters, signerPlace } from "../queries/read-intake";
import { maskName } from "../rules";
import type { Claim, ClaimIntake } from "../types";

/** Read how a claim came in; null where it was filed from a contact of its own record. @throws {Forbidden} */
export async function getClaimIntake(ctx: Context, claim: Pick<Claim, "id" | "incidentId">): Promise<ClaimIntake | null> {
  authorise(ctx, mayReadClaims);
  const row = await findIntake(ctx.db, claim.id);
  if (!row) return null;
  const signer = row.sealedSigner && maskName(z.string().parse(await openJson(ctx.keys, signerPlace(claim), row.sealedSigner)));
  return { way: row.way, postmarkedOn: row.postmarkedOn, enteredBy: row.enteredBy, signer, compared: row.compared, letters: await listClaimLetters(ctx.db, claim.id) };
}

/** The filed claims that rest on a record, the newest first, without their rests: no second one is made of a paper. @throws {Forbidden} */
export async function listClaimsOfRecord(ctx: Context, incidentId: string, subjectId: bigint): Promise<Claim[]> {
  authorise(ctx, mayEnterPaperClaims);
  const rows = await ctx.db.select().from(claims).where(and(eq(claims.incidentId, incidentId), eq(claims.subjectId, subjectId), notInArray(claims.state, ["draft", "withdrawn"]), isNull(claims.restOf))).orderBy(desc(claims.submittedAt)).limit(20);
  return rows.map(toClaim);
}

/** What one has begun to enter from paper and not filed, the oldest first. @throws {Forbidden} */
export async function listOwnEntries(ctx: Context, incidentId: string): Promise<(Claim & { postmarkedOn: string })[]> {
  authorise(ctx, mayEnterPaperClaims);
  const { staffId } = requireStaffActor(ctx);
  const rows = await ctx.db
    .select({ claim: claims, postmarkedOn: claimIntakes.postmarkedOn })
    .from(claimIntakes)
    .innerJoin(claims, eq(claims.id, claimIntakes.claimId))
    .where(and(eq(claimIntakes.enteredBy, staffId), eq(claims.incidentId, incidentId), eq(claims.state, "draft")))
    .orderBy(asc(claims.createdAt))
    .limit(50);
  return rows.map(({ claim, postmarkedOn }) => ({ ...toClaim(claim), postmarkedOn: postmarkedOn ?? "" }));
}

/** The filed claim, or the entry of one's own, to which scans are added: whoever claimed online may send a paper by post too. @throws {Forbidden} @throws {NotFound} */
export async function getClaimForScans(ctx: Context, claimId: string): Promise<Claim> {
  authorise(ctx, mayEnterPaperClaims);
  const [filed] = await ctx.db.select().from(claims).where(and(eq(claims.id, requireUuid(claimId, "claim")), ne(claims.state, "draft")));
  return filed ? toClaim(filed) : getOwnClaimById(ctx, claimId);
}
