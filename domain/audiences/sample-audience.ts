import { randomInt } from "node:crypto";
import { and, asc, eq, gte, inArray, sql, type SQL } from "drizzle-orm";
import type { DataClassSlug } from "@/content/data-classes";
import type { Transaction } from "@/db/client";
import { subjects } from "@/db/schema/exposure";
import { incidentDataClasses } from "@/db/schema/incidents";
import type { EvidenceLevel, SubjectKind } from "@/db/values/audience";
import { openSubject } from "../exposure/subject-records";
import { authorise, type Context } from "../kernel/context";
import { Conflict, parseInput } from "../kernel/errors";
import { maskContact } from "../lookups/rules";
import { readTemplateVersion } from "../notices/queries";
import { recordLook } from "../reveals/record-look";
import { runLook } from "../reveals/run-look";
import { audienceRows } from "./audience-rows";
import { sampleAudienceInput } from "./input";
import { chooseStretches, lookBriefly, tookTooLong, within, type Stretches } from "./look-about";
import { maySampleAudiences } from "./policy";
import { publishedVersionOf } from "./queries";
import { requireKnownParts } from "./require-known-parts";

const PEOPLE = 10;
/** How long one search may take, in milliseconds. */
const SEARCH_MS = 5_000;

export interface SampledPerson {
  subjectId: string;
  kind: SubjectKind;
  locale: string;
  country: string;
  /** Masked; of somebody without one, null. */
  email: string | null;
  phone: string | null;
  classes: { slug: DataClassSlug; level: EvidenceLevel }[];
}

/**
 * Show up to ten people of an audience, taken at random and masked. It is a look at these people's records, audited in the same transaction with their numbers, and each counts against the budget of the day.
 * @throws {Forbidden} @throws {Invalid} @throws {Conflict} while nothing is published, and reveals-spent
 */
export async function sampleAudience(ctx: Context, raw: unknown): Promise<SampledPerson[]> {
  authorise(ctx, maySampleAudiences);
  const { templateVersionId, audience } = parseInput(sampleAudienceInput, raw);
  return runLook(ctx, async (tx) => {
    const { incidentId, kind } = await readTemplateVersion(tx, templateVersionId);
    await requireKnownParts(tx, incidentId, audience);
    const version = await publishedVersionOf(tx, incidentId);
    if (version === null) throw new Conflict("nothing-published");
    const condition = await audienceRows(tx, incidentId, version, kind, audience);
    const ids = await pick(tx, incidentId, condition);
    const rows = ids.length === 0 ? [] : await tx.select().from(subjects).where(and(eq(subjects.incidentId, incidentId), inArray(subjects.subjectId, ids), condition)).orderBy(asc(subjects.subjectId));
    const bits = await tx.select({ slug: incidentDataClasses.slug, bit: incidentDataClasses.bit }).from(incidentDataClasses).where(eq(incidentDataClasses.incidentId, incidentId)).orderBy(asc(incidentDataClasses.bit));
    await recordLook(tx, ctx, { action: "audience.sample", object: { kind: "incident", id: incidentId }, incidentId, details: { templateVersionId, datasetVersion: version }, subjects: rows.map(({ subjectId }) => subjectId), rule: maySampleAudiences, costs: rows.length });
    return Promise.all(rows.map((row) => shown(ctx, incidentId, row, bits)));
  });
}

/** A few of the audience's people out of random stretches of numbers; where too few of them lie there, the next ones from a random number on. */
async function pick(tx: Transaction, incidentId: string, condition: SQL): Promise<bigint[]> {
  const stretches = await chooseStretches(tx, incidentId);
  if (!stretches) return [];
  const found = await search(tx, sql`select subject_id from ${within(stretches, incidentId, condition)} order by random() limit ${PEOPLE}`);
  if (found.length === PEOPLE || stretches.whole) return found;
  const from = (number: bigint) => sql`select ${subjects.subjectId} from ${subjects} where ${and(eq(subjects.incidentId, incidentId), gte(subjects.subjectId, number), condition)} order by ${subjects.subjectId} limit ${PEOPLE}`;
  const more = [...(await search(tx, from(somewhere(stretches)))), ...(await search(tx, from(stretches.lowest)))];
  return [...new Set([...found, ...more])].slice(0, PEOPLE);
}

/** What a search finds in its time; nothing when that is too short. */
async function search(tx: Transaction, query: SQL): Promise<bigint[]> {
  try {
    return await tx.transaction(async (part) => {
      await lookBriefly(part, SEARCH_MS);
      const { rows } = await part.execute<{ subject_id: string }>(query);
      return rows.map((row) => BigInt(row.subject_id));
    });
  } catch (error) {
    if (tookTooLong(error)) return [];
    throw error;
  }
}

function somewhere({ lowest, highest }: Stretches): bigint {
  return lowest + BigInt(randomInt(Number(highest - lowest) + 1));
}

async function shown(ctx: Context, incidentId: string, row: typeof subjects.$inferSelect, bits: readonly { slug: string; bit: number }[]): Promise<SampledPerson> {
  const known = await openSubject(ctx, incidentId, row);
  const [email] = known?.e ?? [];
  const [phone] = known?.p ?? [];
  const levels = ["confirmed", "possible", "cleared"] as const;
  return {
    subjectId: row.subjectId.toString(),
    kind: row.kind,
    locale: row.locale,
    country: row.country,
    email: email ? maskContact({ kind: "email", value: email }) : null,
    phone: phone ? maskContact({ kind: "phone", value: phone }) : null,
    classes: bits.flatMap(({ slug, bit }) => levels.filter((level) => (row[level] >> BigInt(bit)) & 1n).map((level) => ({ slug: slug as DataClassSlug, level }))),
  };
}
