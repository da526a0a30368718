import { z } from "zod";
import { anchors, causes, grounds, harms, leakStates, type Anchor } from "@/content/rules/types";

/** Moments that are recorded with the situation. When the organisation knew of the leak stands in the incident's own words, and nowhere else. */
export const recordedAnchors = anchors.filter((anchor): anchor is RecordedAnchor => anchor !== "knew-leak");
export type RecordedAnchor = Exclude<Anchor, "knew-leak">;

/** Questions that are answered by yes, no, or not at all. */
export const questions = ["itemsUnknown", "circumstancesUnknown", "encrypted", "recovered", "propertyDamage", "coveredEntity"] as const;

const instant = z.iso.datetime({ offset: true, error: "date-time" }).nullable();
const answer = z.boolean("choose-one").nullable();
const record = <Name extends string, S extends z.ZodType>(names: readonly Name[], schema: S) => z.strictObject(Object.fromEntries(names.map((name) => [name, schema])) as Record<Name, S>);

/** What staff say of an incident's circumstances. Null is "not known". Instants are ISO 8601. */
export const situationFacts = z
  .strictObject({
    state: z.enum(leakStates, "choose-one").nullable(),
    cause: z.enum(causes, "choose-one").nullable(),
    harm: z.enum(harms, "choose-one").nullable(),
    ...record(questions, answer).shape,
    anchors: record(recordedAnchors, instant),
    /** Grounds for postponing that the organisation claims. */
    grounds: z.array(z.enum(grounds, "choose-one")),
    lawEnforcementFrom: instant,
    lawEnforcementTo: instant,
    forceMajeureEnded: instant,
    /** People by place, where the dataset does not tell. */
    counted: z.record(z.string().regex(/^[A-Z]{2}(-[A-Z]{2}|-state)?$/), z.int("whole-number").min(0, "whole-number").max(10_000_000_000, "whole-number")),
  })
  .refine(({ lawEnforcementFrom: from, lawEnforcementTo: to }) => !from || !to || Date.parse(from) <= Date.parse(to), { path: ["lawEnforcementTo"], error: "ends-before-start" })
  .refine(({ grounds: claimed, lawEnforcementFrom: from }) => !claimed.includes("law-enforcement") || from !== null, { path: ["lawEnforcementFrom"], error: "date-time" });
export type SituationFacts = z.infer<typeof situationFacts>;

/** `version` is the save that the form was made from; 0 before the first. The parse names each problem by its path within `content`. */
export const saveSituationInput = z.object({ incidentId: z.uuid(), version: z.coerce.number().int().nonnegative(), content: situationFacts });

export const ruleFilterInput = z.object({
  place: z.string().max(10).optional().catch(undefined),
  answer: z.enum(["applies", "undecided", "does-not-apply"]).optional().catch(undefined),
});
