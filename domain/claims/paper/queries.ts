import { and, asc, desc, eq, isNull, ne, notInArray, sql } from "drizzle-orm";
import { z } from "zod";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claims } from "@/db/schema/claims";
import { authorise, requireStaffActor, type Context } from "../../kernel/context";
import { NotFound } from "../../kernel/errors";
import { requireUuid } from "../../kernel/ids";
import { openJson } from "../../keys/sealed";
import { getOwnClaimById } from "../own-claim";
import { mayEnterPaperClaims, mayReadClaims } from "../policy";
import { toClaim, type ClaimRow } from "../queries/read-claim";
import { findIntake, listClaimLetters, signerPlace, type IntakeRow } from "../queries/read-intake";
import { maskName } from "../rules";
import type { Claim, ClaimIntake, PaperEntry } from "../types";

/** Read how a claim came in; null where it was filed from a contact of its own record. @throws {Forbidden} */
export async function getClaimIntake(ctx: Context, claim: Pick<Claim, "id" | "incidentId">): Promise<ClaimIntake | null> {
  authorise(ctx, mayReadClaims);
  const row = await findIntake(ctx.db, claim.id);
  if (!row) return null;
  const signer = row.sealedSigner && maskName(z.string().parse(await openJson(ctx.keys, signerPlace(claim), row.sealedSigner)));
  return { way: row.way, postmarkedOn: row.postmarkedOn, enteredBy: row.enteredBy, takenOverBy: row.takenOverBy, signer, compared: row.compared, letters: await listClaimLetters(ctx.db, claim.id) };
}

/** The filed claims that rest on a record, the newest first, without their rests: no second one is made of a paper. @throws {Forbidden} */
export async function listClaimsOfRecord(ctx: Context, incidentId: string, subjectId: bigint): Promise<Claim[]> {
  authorise(ctx, mayEnterPaperClaims);
  const rows = await ctx.db.select().from(claims).where(and(eq(claims.incidentId, incidentId), eq(claims.subjectId, subjectId), notInArray(claims.state, ["draft", "withdrawn"]), isNull(claims.restOf))).orderBy(desc(claims.submittedAt)).limit(20);
  return rows.map(toClaim);
}

/** Entries of papers are listed up to here. */
export const ENTRIES_MOST = 50;

const entryColumns = { claim: claims, intake: claimIntakes };

function toEntry({ claim, intake }: { claim: ClaimRow; intake: IntakeRow }): PaperEntry {
  const { id, incidentId, programmeId, subjectId, assignedTo, state } = toClaim(claim);
  return { id, incidentId, programmeId, subjectId, postmarkedOn: intake.postmarkedOn ?? "", begunBy: intake.enteredBy ?? "", begunAt: intake.createdAt, takenOverBy: intake.takenOverBy, heldBy: assignedTo, state };
}

/** What was begun to be entered from paper and is not filed: nobody's first, then the oldest. `whose` tells one's own from the others'. @throws {Forbidden} */
export async function listEntries(ctx: Context, incidentId: string, { programmeId, whose }: { programmeId?: string; whose?: "own" | "others" } = {}): Promise<PaperEntry[]> {
  authorise(ctx, mayReadClaims);
  const { staffId } = requireStaffActor(ctx);
  const rows = await ctx.db
    .select(entryColumns)
    .from(claimIntakes)
    .innerJoin(claims, eq(claims.id, claimIntakes.claimId))
    .where(
      and(
        ...[eq(claims.incidentId, incidentId), eq(claims.state, "draft"), eq(claimIntakes.way, "paper")],
        programmeId === undefined ? undefined : eq(claims.programmeId, programmeId),
        whose && (whose === "own" ? eq(claims.assignedTo, staffId) : sql`${claims.assignedTo} is distinct from ${staffId}`),
      ),
    )
    .orderBy(sql`${claims.assignedTo} is not null`, asc(claimIntakes.createdAt))
    .limit(ENTRIES_MOST);
  return rows.map(toEntry);
}

/** One entry by its id, whosever it is; filed and dropped ones say so in their state. @throws {Forbidden} @throws {NotFound} */
export async function getEntry(ctx: Context, claimId: string): Promise<PaperEntry> {
  authorise(ctx, mayEnterPaperClaims);
  const [row] = await ctx.db.select(entryColumns).from(claimIntakes).innerJoin(claims, eq(claims.id, claimIntakes.claimId)).where(and(eq(claims.id, requireUuid(claimId, "claim")), eq(claimIntakes.way, "paper")));
  if (!row) throw new NotFound("claim");
  return toEntry(row);
}

/** The filed claim, or the entry of one's own, to which scans are added: whoever claimed online may send a paper by post too. @throws {Forbidden} @throws {NotFound} */
export async function getClaimForScans(ctx: Context, claimId: string): Promise<Claim> {
  authorise(ctx, mayEnterPaperClaims);
  const [filed] = await ctx.db.select().from(claims).where(and(eq(claims.id, requireUuid(claimId, "claim")), ne(claims.state, "draft")));
  return filed ? toClaim(filed) : getOwnClaimById(ctx, claimId);
}
