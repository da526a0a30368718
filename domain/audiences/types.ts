import { z } from "zod";
import { dataClassSlugs } from "@/content/data-classes";
import { evidenceLevels, subjectKinds } from "@/db/values/audience";
import { locales } from "@/db/values/locales";

const MAX_PARTS = 20;

const slugs = z.array(z.enum(dataClassSlugs, "data-class")).max(63).default([]);
const waveId = z.uuid({ error: "choose-one" });
const version = z.coerce.number({ error: "choose-one" }).int("choose-one").min(1, "choose-one").max(2_147_483_646, "choose-one");

/**
 * Of a class between two dataset versions. `gained`: leaked or possible in the later and neither in the earlier; `lost`: the other way round; `changed`: another
 * evidence level, none counting as one. Of several classes any; none named is any class.
 */
const difference = z
  .object({ from: version, to: version, change: z.enum(["gained", "lost", "changed"], "choose-one"), dataClasses: slugs })
  .refine(({ from, to }) => from < to, { error: "version-order", path: ["to"] });

/** People to whom a wave's message went, or may have gone, and whether it named a class as theirs. */
const told = z.object({ waveId, named: z.boolean(), dataClass: z.enum(dataClassSlugs, "choose-one") });

/** People who are owed a correction of what they were told of a class: it leaked and no notice named it, or the last one named it and it did not leak. */
export const owedCorrection = z.object({ what: z.enum(["left-out", "told-wrongly"], "choose-one"), dataClass: z.enum(dataClassSlugs, "choose-one") });

/**
 * Whom a wave is for. Every part narrows it down and an empty part is no condition, so `{}` is everybody of whom something leaked (or, for an all-clear, was cleared).
 * Stored as it is; what was stored before a part existed reads as if it were empty.
 */
export const audience = z.object({
  format: z.literal(1).default(1),
  /** Classes at the evidence that the notice is about: leaked or possible, for an all-clear cleared. */
  dataClasses: slugs,
  confirmed: slugs,
  possible: slugs,
  cleared: slugs,
  /** Of the four lists above, whether one is enough or every class named must be there, at one of the levels it is named for. */
  match: z.enum(["any", "all"], "choose-one").default("any"),
  /** Something, whatever it is, at one of these levels. */
  evidence: z.array(z.enum(evidenceLevels, "choose-one")).max(evidenceLevels.length).default([]),
  kinds: z.array(z.enum(subjectKinds, "choose-one")).max(subjectKinds.length).default([]),
  locales: z.array(z.enum(locales, "choose-one")).max(locales.length).default([]),
  countries: z.array(z.string().regex(/^[A-Z]{2}$/, "choose-one")).max(300, "too-long").default([]),
  differences: z.array(difference).max(MAX_PARTS).default([]),
  told: z.array(told).max(MAX_PARTS).default([]),
  /** Of several any. */
  owed: z.array(owedCorrection).max(126).default([]),
  /** People whom a message with one of these wordings reached, and no correction since. */
  misinformedBy: z.array(z.uuid({ error: "choose-one" })).max(MAX_PARTS).default([]),
  /** Reached by none of these waves, or by none of the incident at all. */
  unreachedBy: z.union([z.literal("any"), z.array(waveId).min(1, "choose-one").max(MAX_PARTS)]).nullable().default(null),
  /** Only who stands on this list of references, and nobody who stands on that. */
  onList: z.uuid({ error: "choose-one" }).nullable().default(null),
  offList: z.uuid({ error: "choose-one" }).nullable().default(null),
  /** Not the people of these waves: all of its audience, or those it reached. */
  excluded: z.array(z.object({ waveId, who: z.enum(["all", "reached"], "choose-one") })).max(MAX_PARTS).default([]),
});
export type Audience = z.infer<typeof audience>;

/** An audience as one: how many people, whatever leaked of any of them as bits, and which languages and countries they are of. */
export interface AudienceSum {
  people: number;
  confirmed: bigint;
  possible: bigint;
  locales: string[];
  countries: string[];
}
