import { and, eq, inArray, isNull, ne } from "drizzle-orm";
import { claimIntakes } from "@/db/schema/claim-intakes";
import { claims } from "@/db/schema/claims";
import { classBits, type Bits } from "../audiences/class-bits";
import { findPublishedRecord, listRecordsOfContact } from "../exposure/subject-records";
import { requireSubject, type Context, type SubjectActor } from "../kernel/context";
import { formsOfIndex } from "../keys/sealed";
import { benefitsFor } from "../programmes/eligibility";
import type { Benefit, Programme, ProgrammeTerms } from "../programmes/types";
import { recordsForClaim, type ClaimableRecord } from "./rules";
import { findIntake } from "./queries/read-intake";
import type { Claim } from "./types";

export interface Claimable {
  record: ClaimableRecord;
  datasetVersion: number;
  /** What the terms offer to this record. */
  benefits: Benefit[];
}

/** What the published dataset gives a proven contact a right to ask for under some terms, in the order in which its records are claimed for; one entry where there is one claim for each contact. */
async function findClaimables(ctx: Context, actor: SubjectActor, terms: ProgrammeTerms): Promise<Claimable[]> {
  const [found, bits] = await Promise.all([listRecordsOfContact(ctx, actor.incidentId, actor.contactKind, actor.contactIndex), classBits(ctx.db, actor.incidentId)]);
  if (!found) return [];
  const all = recordsForClaim(found.records, terms, bits).map((record) => toClaimable(record, found.version, terms, bits));
  return terms.onePer === "account" ? all : all.slice(0, 1);
}

/** What only one claim under some terms may have: the record's number where there is one for each account, else the index of its person. */
export function claimantKey({ onePer }: Pick<ProgrammeTerms, "onePer">, { subjectId }: Pick<ClaimableRecord, "subjectId">, person: Buffer): Buffer {
  if (onePer !== "account") return person;
  const key = Buffer.alloc(8);
  key.writeBigInt64BE(subjectId);
  return key;
}

/** What a proven contact may ask for, by what there is of it: nothing; a draft, from this contact or another one of the record or by its letter; a form on paper that is being entered; a claim that was filed. */
export interface Unclaimed {
  unclaimed: Claimable[];
  begun: Claimable[];
  entered: Claimable[];
  claimed: Claimable[];
}

/** Sort what a proven contact may ask for by whether somebody has begun or filed a claim for it already, from this contact or from another one of theirs. */
export async function findUnclaimed(ctx: Context, actor: SubjectActor, programme: Programme): Promise<Unclaimed> {
  const sorted: Unclaimed = { unclaimed: [], begun: [], entered: [], claimed: [] };
  const all = await findClaimables(ctx, actor, programme.terms);
  if (all.length === 0) return sorted;
  const people = await formsOfIndex(ctx.keys, actor.incidentId, actor.contactIndex);
  const keysOf = ({ record }: Claimable) => people.map((person) => claimantKey(programme.terms, record, person));
  const taken = await ctx.db
    .select({ key: claims.claimantKey, state: claims.state, way: claimIntakes.way })
    .from(claims)
    .leftJoin(claimIntakes, eq(claimIntakes.claimId, claims.id))
    .where(and(eq(claims.programmeId, programme.id), inArray(claims.claimantKey, all.flatMap(keysOf)), ne(claims.state, "withdrawn"), isNull(claims.restOf)));
  for (const one of all) {
    const there = taken.find(({ key }) => keysOf(one).some((own) => own.equals(key)));
    sorted[!there ? "unclaimed" : there.state !== "draft" ? "claimed" : there.way === "paper" ? "entered" : "begun"].push(one);
  }
  return sorted;
}

/**
 * What a record may ask for under some terms, whoever says so for it: staff with a paper in hand, or whoever holds its letter. Null where the published dataset gives it nothing.
 */
export async function findClaimableOfRecord(ctx: Context, incidentId: string, subjectId: bigint, terms: ProgrammeTerms): Promise<Claimable | null> {
  const [found, bits] = await Promise.all([findPublishedRecord(ctx, incidentId, subjectId), classBits(ctx.db, incidentId)]);
  if (!found || recordsForClaim([found.record], terms, bits).length === 0) return null;
  return toClaimable(found.record, found.version, terms, bits);
}

/**
 * What the record that a draft rests on may choose from, by the dataset published now; null where it is eligible no more. A draft that came in on paper or by a letter rests on
 * the record that was named, every other on what the proven contact owns. The caller has found the draft as its asker's.
 */
export async function findDraftOffer(ctx: Context, draft: Pick<Claim, "id" | "incidentId" | "subjectId">, terms: ProgrammeTerms): Promise<Pick<Claimable, "benefits" | "datasetVersion"> | null> {
  if (await findIntake(ctx.db, draft.id)) return findClaimableOfRecord(ctx, draft.incidentId, draft.subjectId, terms);
  return (await findClaimables(ctx, requireSubject(ctx), terms)).find(({ record }) => record.subjectId === draft.subjectId) ?? null;
}

function toClaimable(record: ClaimableRecord, datasetVersion: number, terms: ProgrammeTerms, bits: Bits): Claimable {
  return { record, datasetVersion, benefits: benefitsFor(terms, record, bits) };
}
