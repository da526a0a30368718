import type { Anchor, Cause, Ground, Harm, Item, LeakState, Rule, RuleForm, WordingOrder } from "@/content/rules/types";

/** People of one country, each number holding the one before it: whose leak is confirmed, is at least possible, and all that the dataset names. */
export interface PeopleByEvidence {
  confirmed: number;
  possible: number;
  everybody: number;
}

/** What is known of an incident when the law is asked. Null always means "not known", never "no". */
export interface Situation {
  anchors: Record<Anchor, Date | null>;
  state: LeakState | null;
  /** Whether it may turn out that more kinds of data leaked, and whether when and how are still to be found out. */
  itemsUnknown: boolean | null;
  circumstancesUnknown: boolean | null;
  cause: Cause | null;
  /** Encrypted, and the key is safe. */
  encrypted: boolean | null;
  harm: Harm | null;
  /** The path is known and the data recovered or deleted, so that the risk is markedly lower. */
  recovered: boolean | null;
  propertyDamage: boolean | null;
  coveredEntity: boolean | null;
  /** Grounds for postponing that the organisation claims, with the moment at which each ended; null while it lasts. */
  grounds: Partial<Record<Ground, Date | null>>;
  /** Leaked classes by evidence, in no class both; `basis` says who says so. */
  data: { confirmed: string[]; possible: string[]; basis: "dataset" | "words" };
  /** People by country (ISO 3166) in the published dataset; null while none is published. */
  countries: Record<string, PeopleByEvidence> | null;
  /** People by place as staff count them: for places that the dataset does not tell apart, and for all while there is none. */
  counted: Record<string, number>;
}

/** Why one part of a rule holds (true), does not (false), or cannot be said (null). A screen puts it into words. */
export type Reason = { holds: boolean | null } & (
  | { about: "in-force"; day: string | null; from: string | null; to: string | null }
  | { about: "people"; place: string; atLeast: number; min: number; max: number | null; basis: "dataset" | "staff" | "no-dataset" | "not-counted" | "only-possible" }
  | { about: "state"; is: LeakState | null; wants: LeakState[] }
  | { about: "data"; wants: string[]; found: string[]; leaked: string[]; basis: "known" | "only-possible" | "items-unknown" | "items-not-said" }
  | { about: "harm"; is: Harm | null; wants: Harm[] }
  | { about: "cause"; is: Cause | null; wants: Cause[] }
  | { about: "encrypted"; is: boolean | null; wants: boolean }
  | { about: "recovered" | "property-damage" | "covered-entity" | "unknown-parts" | "persons-not-singled-out" | "partly-possible" }
  | { about: "rule"; rule: string }
  | { about: "exempt"; exemption: number }
);

export interface Deadline {
  anchor: Anchor;
  /** Null while the incident does not record it. */
  from: Date | null;
  /** By the clock alone; null where the anchor is unknown or the law names no number. */
  base: Date | null;
  /** The last moment, with what was postponed. Null as `base`, and while a postponement lasts: then it is due at once when that ends. */
  due: Date | null;
  postponed: { ground: Ground; until: Date | null }[];
}

export type Answer = "applies" | "undecided" | "does-not-apply";

export interface RuleVerdict {
  rule: Rule;
  answer: Answer;
  /** Of `applies` why it does, of `does-not-apply` why not, of `undecided` what is missing. */
  reasons: Reason[];
  /** Of a rule that applies or may apply. */
  deadline: Deadline | null;
  /** What a notice or report must hold; not certain where the rule, or the item's own condition, is undecided. */
  items: { item: Item; certain: boolean }[];
}

/** An item that a notice must hold, with the rules that ask for it for certain and those of which it is undecided whether they do. */
export interface RequiredItem {
  item: Item;
  rules: Rule[];
  perhaps: Rule[];
}

export interface RequiredForm {
  rule: Rule;
  form: RuleForm;
  certain: boolean;
}

export interface RequiredOrder {
  rule: Rule;
  order: WordingOrder;
}
