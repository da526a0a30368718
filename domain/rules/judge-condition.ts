import type { Condition, Jurisdiction, Rule } from "@/content/rules/types";
import type { Answer, PeopleByEvidence, Reason, Situation } from "./types";

export interface Judgement {
  holds: boolean | null;
  /** The reasons that decided: of what holds those that hold, of what does not those that do not, else those that are unknown. */
  because: Reason[];
}

export interface Case {
  situation: Situation;
  jurisdictions: readonly Jurisdiction[];
  rule: Rule;
  /** Answers of the rules before this one. */
  answers: ReadonlyMap<string, Answer>;
}

/** All must hold; what does not outweighs what is unknown. */
export function judgeAll(parts: Judgement[]): Judgement {
  return decided(parts, parts.some(({ holds }) => holds === false) ? false : parts.some(({ holds }) => holds === null) ? null : true);
}

/** One must hold; what is unknown outweighs what does not. */
function judgeAny(parts: Judgement[]): Judgement {
  return decided(parts, parts.some(({ holds }) => holds === true) ? true : parts.some(({ holds }) => holds === null) ? null : false);
}

function decided(parts: Judgement[], holds: boolean | null): Judgement {
  return { holds, because: parts.filter((part) => part.holds === holds).flatMap(({ because }) => because) };
}

/** Judge a condition of a rule in three values: what is not known is never taken for "no". */
export function judgeCondition(at: Case, condition: Condition): Judgement {
  if ("all" in condition) return judgeAll(condition.all.map((part) => judgeCondition(at, part)));
  if ("any" in condition) return judgeAny(condition.any.map((part) => judgeCondition(at, part)));
  const reason = judgeLeaf(at, condition);
  return { holds: reason.holds, because: [reason] };
}

type Leaf = Exclude<Condition, { all: Condition[] } | { any: Condition[] }>;

function judgeLeaf(at: Case, leaf: Leaf): Reason {
  const { situation } = at;
  const { state, cause, harm, encrypted } = situation;
  if ("state" in leaf) return { about: "state", holds: oneOf(state, leaf.state), is: state, wants: leaf.state };
  if ("people" in leaf) return judgePeople(at, leaf.people.in ?? at.rule.jurisdiction, leaf.people.atLeast);
  if ("data" in leaf) return judgeData(situation, leaf.data);
  if ("harm" in leaf) return { about: "harm", holds: oneOf(harm, leaf.harm), is: harm, wants: leaf.harm };
  if ("cause" in leaf) return { about: "cause", holds: oneOf(cause, leaf.cause), is: cause, wants: leaf.cause };
  if ("encrypted" in leaf) return { about: "encrypted", holds: oneOf(encrypted, [leaf.encrypted]), is: encrypted, wants: leaf.encrypted };
  if ("recovered" in leaf) return { about: "recovered", holds: situation.recovered };
  if ("propertyDamage" in leaf) return { about: "property-damage", holds: situation.propertyDamage };
  if ("coveredEntity" in leaf) return { about: "covered-entity", holds: situation.coveredEntity };
  if ("unknownParts" in leaf) return { about: "unknown-parts", holds: either(situation.itemsUnknown, situation.circumstancesUnknown) };
  // While nobody has written down that the people are identified, they are not.
  if ("personsSingledOut" in leaf) return { about: "persons-not-singled-out", holds: situation.anchors["identified-persons"] === null };
  if ("partlyPossible" in leaf) return { about: "partly-possible", holds: judgePartlyPossible(situation) };
  const answer = at.answers.get(leaf.rule);
  return { about: "rule", rule: leaf.rule, holds: answer === "applies" ? true : answer === "does-not-apply" ? false : null };
}

function oneOf<T>(value: T | null, wanted: readonly T[]): boolean | null {
  return value === null ? null : wanted.includes(value);
}

function either(a: boolean | null, b: boolean | null): boolean | null {
  if (a === true || b === true) return true;
  return a === null || b === null ? null : false;
}

function judgePartlyPossible({ state, data, countries }: Situation): boolean | null {
  if (state === null) return null;
  if (state !== "confirmed") return false;
  if (data.possible.length > 0) return true;
  return countries === null ? null : false;
}

function judgeData({ data, itemsUnknown }: Situation, wants: string[]): Reason {
  const among = (classes: string[]) => classes.filter((slug) => wants.includes(slug));
  const leaked = [...data.confirmed, ...data.possible];
  const reason = { about: "data" as const, wants, leaked };
  const found = among(data.confirmed);
  if (found.length > 0) return { ...reason, holds: true, found, basis: "known" };
  const perhaps = among(data.possible);
  if (perhaps.length > 0) return { ...reason, holds: null, found: perhaps, basis: "only-possible" };
  if (itemsUnknown !== false) return { ...reason, holds: null, found: [], basis: itemsUnknown === null ? "items-not-said" : "items-unknown" };
  return { ...reason, holds: false, found: [], basis: "known" };
}

/** Judge whether at least so many of a rule's people live in a place. A number that is not known is a range, and often the range is enough. */
export function judgePeople({ situation, jurisdictions, rule }: Case, place: string, atLeast: number): Reason {
  const { min, max, basis } = rangeIn(situation, jurisdictions, place, rule.counts);
  return { about: "people", place, atLeast, min, max, basis, holds: min >= atLeast ? true : max !== null && max < atLeast ? false : null };
}

interface Range {
  min: number;
  /** Null where nothing limits it. */
  max: number | null;
  basis: Extract<Reason, { about: "people" }>["basis"];
}

function rangeIn(situation: Situation, jurisdictions: readonly Jurisdiction[], place: string, counts: Rule["counts"]): Range {
  const whole = jurisdictions.find(({ id }) => id === place);
  // A part of a country, by its own number or as "any one state of": never more people than the whole has.
  const within = whole ? whole.within : place.replace(/-state$/, "");
  const counted = situation.counted[place];
  if (within) {
    const { max, min, basis } = rangeIn(situation, jurisdictions, within, counts);
    if (max === 0) return { min: 0, max: 0, basis };
    if (counted !== undefined) return { min: counted, max: counted, basis: "staff" };
    return { min: 0, max: max, basis: max === null && min === 0 ? basis : "not-counted" };
  }
  if (situation.countries === null) return counted === undefined ? { min: 0, max: null, basis: "no-dataset" } : { min: counted, max: counted, basis: "staff" };
  const sum = (evidence: keyof PeopleByEvidence) => (whole?.countries ?? []).reduce((people, country) => people + (situation.countries?.[country]?.[evidence] ?? 0), 0);
  const most = sum(counts === "everybody" ? "everybody" : "possible");
  const least = counts === "confirmed" ? sum("confirmed") : most;
  return { min: least, max: most, basis: least === most ? "dataset" : "only-possible" };
}
