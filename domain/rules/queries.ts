import { and, desc, eq, sql } from "drizzle-orm";
import { datasetCells } from "@/db/schema/exposure";
import { incidentDataClasses, incidents } from "@/db/schema/incidents";
import { incidentSituations } from "@/db/schema/rules";
import { readNewestWords } from "../incidents/queries";
import type { RevisionContent } from "../incidents/types";
import { authorise, type Context } from "../kernel/context";
import { requireUuid } from "../kernel/ids";
import type { Executor } from "../kernel/transaction";
import { decideRules } from "./decide-rules";
import { situationFacts, type SituationFacts } from "./input";
import { mayReadRules } from "./policy";
import { nothingSaid } from "./situation-form";
import type { PeopleByEvidence, RuleVerdict, Situation } from "./types";

/** What is recorded of an incident's circumstances. */
interface RecordedSituation {
  /** Counts saves; 0 while nobody has saved any. */
  version: number;
  facts: SituationFacts;
  savedBy: string | null;
  savedAt: Date | null;
}

/** All that the law is asked about, as it stands. */
export interface IncidentSituation {
  recorded: RecordedSituation;
  situation: Situation;
  /** The incident's own, in which people read its times. */
  timeZone: string;
}

/** Read an incident's circumstances and what the law says of them at the moment. @throws {NotFound} @throws {Forbidden} */
export async function getIncidentRules(ctx: Context, incidentId: string): Promise<IncidentSituation & { verdicts: RuleVerdict[] }> {
  authorise(ctx, mayReadRules);
  const read = await readSituation(ctx.db, requireUuid(incidentId, "incident"));
  return { ...read, verdicts: decideRules(read.situation, ctx.clock.now()) };
}

/**
 * Put together what is known of an incident: what staff recorded, when the leak became known and what leaked by the newest words, and who lost what by the
 * published dataset. For verbs that have asked their own gate. @throws {NotFound}
 */
export async function readSituation(db: Executor, incidentId: string): Promise<IncidentSituation> {
  // One after the other: in a transaction they share a connection.
  const words = await readNewestWords(db, incidentId);
  const recorded = await readRecordedSituation(db, incidentId);
  const published = await readPublished(db, incidentId);
  return { recorded, situation: assembleSituation(recorded.facts, words, published), timeZone: words.timeZone };
}

/** Read the newest save. */
async function readRecordedSituation(db: Executor, incidentId: string): Promise<RecordedSituation> {
  const [row] = await db.select().from(incidentSituations).where(eq(incidentSituations.incidentId, incidentId)).orderBy(desc(incidentSituations.version)).limit(1);
  if (!row) return { version: 0, facts: nothingSaid, savedBy: null, savedAt: null };
  return { version: row.version, facts: situationFacts.parse(row.facts), savedBy: row.savedBy, savedAt: row.savedAt };
}

type Published = Pick<Situation, "data" | "countries"> | null;

/** Make a situation of its parts. While no dataset is published, what leaked is what the incident's words say, as sure as the leak itself is. */
function assembleSituation(facts: SituationFacts, words: Pick<RevisionContent, "knewLeak" | "leaked">, published: Published): Situation {
  const { anchors, state, itemsUnknown, circumstancesUnknown, cause, encrypted, harm, recovered, propertyDamage, coveredEntity, counted } = facts;
  const moment = (at: string | null) => (at === null ? null : new Date(at));
  const ends = { containment: anchors.contained, "determine-scope": anchors["identified-persons"], "law-enforcement": facts.lawEnforcementTo, "force-majeure": facts.forceMajeureEnded };
  const said = words.leaked.map(({ slug }) => slug);
  return {
    ...{ state, itemsUnknown, circumstancesUnknown, cause, encrypted, harm, recovered, propertyDamage, coveredEntity, counted },
    anchors: {
      "first-suspicion": moment(anchors["first-suspicion"]),
      "knew-access": moment(anchors["knew-access"]),
      "knew-leak": moment(words.knewLeak),
      "knew-not-leaked": moment(anchors["knew-not-leaked"]),
      "identified-persons": moment(anchors["identified-persons"]),
      contained: moment(anchors.contained),
      "consumer-notice-first-sent": moment(anchors["consumer-notice-first-sent"]),
    },
    grounds: Object.fromEntries(facts.grounds.map((ground) => [ground, moment(ends[ground])])),
    data: published?.data ?? { confirmed: state === "confirmed" ? said : [], possible: state === "confirmed" ? [] : said, basis: "words" },
    countries: published?.countries ?? null,
  };
}

/** Sum the cells of the published dataset: no row of a person is read. Null while none is published. */
async function readPublished(db: Executor, incidentId: string): Promise<Published> {
  const { confirmed, possible, country, people } = datasetCells;
  const sum = (condition: ReturnType<typeof sql>) => sql<string>`coalesce(sum(${people}) filter (where ${condition}), 0)`.mapWith(Number);
  const [incident] = await db.select({ version: incidents.publishedVersion }).from(incidents).where(eq(incidents.id, incidentId));
  if (incident?.version == null) return null;
  const rows = await db
    .select({ country, confirmed: sum(sql`${confirmed} <> 0`), possible: sum(sql`${confirmed} | ${possible} <> 0`), everybody: sum(sql`true`), confirmedBits: sql<string>`bit_or(${confirmed})`, possibleBits: sql<string>`bit_or(${possible})` })
    .from(datasetCells)
    .where(and(eq(datasetCells.incidentId, incidentId), eq(datasetCells.version, incident.version)))
    .groupBy(country);
  const classes = await db.select({ bit: incidentDataClasses.bit, slug: incidentDataClasses.slug }).from(incidentDataClasses).where(eq(incidentDataClasses.incidentId, incidentId)).orderBy(incidentDataClasses.bit);
  const all = (bits: (row: (typeof rows)[number]) => string) => rows.reduce((mask, row) => mask | BigInt(bits(row)), 0n);
  const confirmedBits = all((row) => row.confirmedBits);
  const possibleBits = all((row) => row.possibleBits) & ~confirmedBits;
  const among = (mask: bigint) => classes.filter(({ bit }) => ((mask >> BigInt(bit)) & 1n) === 1n).map(({ slug }) => slug);
  return {
    data: { confirmed: among(confirmedBits), possible: among(possibleBits), basis: "dataset" },
    countries: Object.fromEntries(rows.map((row): [string, PeopleByEvidence] => [row.country, { confirmed: row.confirmed, possible: row.possible, everybody: row.everybody }])),
  };
}
