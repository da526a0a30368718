import { z } from "zod";
import { noticeKinds } from "@/db/values/notice-kinds";
import { dataClassSlugs } from "../data-classes";

/** Moments that an incident records and clocks start from. */
export const anchors = ["first-suspicion", "knew-access", "knew-leak", "knew-not-leaked", "identified-persons", "contained", "consumer-notice-first-sent"] as const;
export type Anchor = (typeof anchors)[number];

/** Grounds on which a law lets a deadline wait. */
export const grounds = ["containment", "force-majeure", "law-enforcement", "determine-scope"] as const;
export type Ground = (typeof grounds)[number];

export const leakStates = ["suspected", "confirmed", "not-leaked"] as const;
export const causes = ["illegal-access", "insider-misuse", "mistake", "loss"] as const;
/** How badly people may be hurt: hardly, to some degree, or seriously ("high risk" of the GDPR, "serious harm" of Australia). */
export const harms = ["unlikely", "some", "serious"] as const;
export type LeakState = (typeof leakStates)[number];
export type Cause = (typeof causes)[number];
export type Harm = (typeof harms)[number];

const text = z.string().trim().min(1);
const localized = z.strictObject({ ko: text, en: text });
const id = z.string().regex(/^[a-z]+(-[a-z]+)*$/);
const ruleId = z.string().regex(/^[A-Z]+(-[A-Z0-9]+)+$/);
const place = z.string().regex(/^[A-Z]{2}(-[A-Z]{2}|-state)?$/);
const pattern = z.string().min(1).refine(compiles, "is no regular expression");
/** Each group is a list of alternatives, of which the text must hold one. */
const groups = z.array(z.array(pattern).min(1)).min(1);

/**
 * How a lint finds an item in the words of one language, placeholders standing in them as `{{name}}`. Patterns are regular expressions that look at
 * neither case nor line breaks.
 */
export type ItemTest = { placeholder: string } | { words: { ko: string[][]; en: string[][] } } | { any: ItemTest[] } | { all: ItemTest[] };
const itemTest: z.ZodType<ItemTest> = z.lazy(() =>
  z.union([
    z.strictObject({ placeholder: id }),
    z.strictObject({ words: z.strictObject({ ko: groups, en: groups }) }),
    z.strictObject({ any: z.array(itemTest).min(2) }),
    z.strictObject({ all: z.array(itemTest).min(2) }),
  ]),
);

const item = z.strictObject({ name: localized, test: itemTest });
export const itemsFile = z.strictObject({ items: z.record(id, item) });
export type Item = z.infer<typeof item> & { id: string };

/** What a rule asks of an incident. Each leaf can hold, not hold, or be unknown, and says why. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { state: LeakState[] }
  | { people: { atLeast: number; in?: string } }
  | { data: string[] }
  | { harm: Harm[] }
  | { cause: Cause[] }
  | { encrypted: boolean }
  | { recovered: true }
  | { propertyDamage: true }
  | { coveredEntity: true }
  | { unknownParts: true }
  | { personsSingledOut: false }
  | { partlyPossible: true }
  | { rule: string };
const condition: z.ZodType<Condition> = z.lazy(() =>
  z.union([
    z.strictObject({ all: z.array(condition).min(2) }),
    z.strictObject({ any: z.array(condition).min(2) }),
    z.strictObject({ state: z.array(z.enum(leakStates)).min(1) }),
    z.strictObject({ people: z.strictObject({ atLeast: z.int().positive(), in: place.optional() }) }),
    z.strictObject({ data: z.array(z.enum(dataClassSlugs)).min(1) }),
    z.strictObject({ harm: z.array(z.enum(harms)).min(1) }),
    z.strictObject({ cause: z.array(z.enum(causes)).min(1) }),
    z.strictObject({ encrypted: z.boolean() }),
    z.strictObject({ recovered: z.literal(true) }),
    z.strictObject({ propertyDamage: z.literal(true) }),
    z.strictObject({ coveredEntity: z.literal(true) }),
    z.strictObject({ unknownParts: z.literal(true) }),
    z.strictObject({ personsSingledOut: z.literal(false) }),
    z.strictObject({ partlyPossible: z.literal(true) }),
    z.strictObject({ rule: ruleId }),
  ]),
);

const days = z.int().positive();
/** `hours: 0` is "at once". `soft` is a limit without a number; `aimDays` is what an authority expects before the last day. */
const clock = z
  .strictObject({
    anchor: z.enum(anchors),
    hours: z.int().nonnegative().optional(),
    days: days.optional(),
    soft: localized.optional(),
    aimDays: days.optional(),
    longer: z.strictObject({ days, when: condition }).optional(),
    postpone: z.array(z.enum(grounds)).default([]),
    lateNeedsReasons: z.boolean().default(false),
  })
  .refine(({ hours, days, soft }) => [hours, days, soft].filter((limit) => limit !== undefined).length === 1, "needs exactly one of hours, days and soft");
export type RuleClock = z.infer<typeof clock>;

const form = z.strictObject({ title: text.optional(), headings: z.array(text).default([]), minPointSize: z.int().positive().optional(), demands: z.array(z.enum(["dedicated-message", "plain-language", "recipient-language"])).default([]) });
export type RuleForm = z.infer<typeof form>;

/** What a regulator ordered about wording; `lint` names the findings of the check that it stands behind. */
const order = z.strictObject({ id, text: localized, lint: z.array(id).default([]) });
export type WordingOrder = z.infer<typeof order>;

const ruleKinds = ["individual", "possibility", "all-clear", "regulator", "media", "internal", "wording"] as const;
const channelKinds = ["letter", "email", "fax", "phone", "sms", "other-equivalent"] as const;

const rule = z
  .strictObject({
    id: ruleId,
    jurisdiction: place,
    instrument: localized,
    /** First and last day in force, both included; open where the facts name none. */
    effective: z.strictObject({ from: z.iso.date().optional(), to: z.iso.date().optional() }).default({}),
    kind: z.enum(ruleKinds),
    /** The rule in plain language. */
    text: localized,
    /** Kinds of notice that must hold `items`. */
    notices: z.array(z.enum(noticeKinds)).default([]),
    recipients: z.array(localized).default([]),
    /** Whom the rule's people are: those whose leak is confirmed, those for whom it is at least possible, or everybody in the dataset. */
    counts: z.enum(["confirmed", "possible", "everybody"]).default("confirmed"),
    when: condition.optional(),
    /** Why the rule does not bite where it is often thought to. */
    notTriggered: localized.optional(),
    exemptions: z.array(z.strictObject({ text: localized, when: condition.optional() })).default([]),
    clock: clock.optional(),
    items: z.array(id).default([]),
    conditionalItems: z.array(z.strictObject({ item: id, when: condition })).default([]),
    form: form.optional(),
    channels: z.array(z.enum(channelKinds)).default([]),
    substitute: z.strictObject({ when: localized, channel: localized, minDays: days }).optional(),
    /** Another rule that follows this one, or takes its place. */
    follows: z.strictObject({ rule: ruleId, when: localized }).optional(),
    orders: z.array(order).default([]),
    source: localized,
    confidence: z.enum(["high", "medium", "check"]),
    note: localized.optional(),
  })
  .refine(({ effective: { from, to } }) => !from || !to || from <= to, "ends before it begins");
export type Rule = z.infer<typeof rule>;

/** `within` is a part of another jurisdiction that the dataset does not tell apart: its people are counted by staff. */
const jurisdiction = z.strictObject({ id: place, name: localized, countries: z.array(z.string().regex(/^[A-Z]{2}$/)).min(1), within: place.optional(), timeZone: z.string().refine(isTimeZone, "is no time zone") });
export type Jurisdiction = z.infer<typeof jurisdiction>;

export const rulesFile = z.strictObject({ jurisdictions: z.array(jurisdiction).min(1), rules: z.array(rule).min(1) });

export interface Rulebook {
  jurisdictions: Jurisdiction[];
  /** A rule comes after those that its conditions name. */
  rules: Rule[];
  items: Item[];
}

/** The conditions within a condition that have no others in them. */
export function leavesOf(condition: Condition): Condition[] {
  if ("all" in condition) return condition.all.flatMap(leavesOf);
  if ("any" in condition) return condition.any.flatMap(leavesOf);
  return [condition];
}

function compiles(source: string): boolean {
  try {
    return new RegExp(source, "iu").source !== "";
  } catch {
    return false;
  }
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).format() !== "";
  } catch {
    return false;
  }
}
