import { asc, eq } from "drizzle-orm";
import { incidentDataClasses } from "@/db/schema/incidents";
import { classBits } from "../audiences/class-bits";
import { publishedVersionOf } from "../audiences/queries";
import { findSubjectRecord } from "../exposure/subject-records";
import { authorise, type Context } from "../kernel/context";
import { Conflict } from "../kernel/errors";
import type { Executor } from "../kernel/transaction";
import { benefitsFor } from "../programmes/eligibility";
import { getTerms } from "../programmes/queries";
import { mayReadClaims } from "./policy";
import { listClaimBenefits } from "./queries/read-claim";
import type { Claim, EligibilityNow, Evidence } from "./types";

type Bitmaps = Record<"confirmed" | "possible" | "cleared", bigint>;

/**
 * Look again at the record a claim rests on, in the dataset published now, where the terms it was filed under say so (`eligibleBy: "now"`); null where who was eligible at filing stays so. Says what of
 * the record has changed since, and for which of the benefits that the claim asks for it is eligible no more. Inside a transaction pass that as `db`. @throws {Forbidden}
 */
export async function checkEligibilityNow(ctx: Context, claim: Pick<Claim, "id" | "incidentId" | "programmeId" | "termsVersion" | "subjectId" | "datasetVersion">, db: Executor = ctx.db): Promise<EligibilityNow | null> {
  authorise(ctx, mayReadClaims);
  const { incidentId, subjectId, datasetVersion } = claim;
  const terms = await getTerms(db, claim.programmeId, claim.termsVersion);
  if (terms.eligibleBy === "filing") return null;
  const version = await publishedVersionOf(db, incidentId);
  const now = version === null ? null : await findSubjectRecord(db, incidentId, subjectId, version);
  const then = version === datasetVersion ? now : await findSubjectRecord(db, incidentId, subjectId, datasetVersion);
  const offered = now ? benefitsFor(terms, now, await classBits(db, incidentId)).map(({ slug }) => slug) : [];
  const classes = await db.select({ slug: incidentDataClasses.slug, bit: incidentDataClasses.bit }).from(incidentDataClasses).where(eq(incidentDataClasses.incidentId, incidentId)).orderBy(asc(incidentDataClasses.bit));
  return {
    filedVersion: datasetVersion,
    version,
    found: now !== null,
    changed: classes.map(({ slug, bit }) => ({ slug, from: evidenceOf(then, bit), to: evidenceOf(now, bit) })).filter(({ from, to }) => from !== to),
    lost: (await listClaimBenefits(db, claim.id)).map(({ benefit }) => benefit).filter((slug) => !offered.includes(slug)),
  };
}

/** Say why some benefits of a claim cannot be approved by what is known now, or null. */
export function whyNotEligibleNow(check: EligibilityNow | null, benefits: readonly string[]): Conflict | null {
  return check?.lost.some((slug) => benefits.includes(slug)) ? new Conflict("not-eligible-now") : null;
}

function evidenceOf(record: Bitmaps | null, bit: number): Evidence {
  return (["confirmed", "possible", "cleared"] as const).find((level) => ((record?.[level] ?? 0n) >> BigInt(bit)) & 1n) ?? "none";
}
