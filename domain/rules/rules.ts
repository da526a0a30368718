import { leavesOf, type ItemTest, type Rulebook } from "@/content/rules/types";
import type { Locale } from "@/db/values/locales";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { RequiredForm, RequiredItem, RequiredOrder, RuleVerdict } from "./types";

/** Rules that ask something of a kind of notice. A first notice may be short only under a rule for phased notices: without one it is judged as a full one. */
function rulesFor(kind: NoticeKind, verdicts: RuleVerdict[]): RuleVerdict[] {
  const asking = (of: NoticeKind) => verdicts.filter(({ rule, answer }) => answer !== "does-not-apply" && rule.notices.includes(of));
  const own = asking(kind);
  return kind === "first" && own.length === 0 ? asking("full") : own;
}

/** List what a notice of a kind must hold, each item once with the rules that ask for it. */
export function requiredItemsFor(kind: NoticeKind, verdicts: RuleVerdict[]): RequiredItem[] {
  const required = new Map<string, RequiredItem>();
  for (const { rule, items } of rulesFor(kind, verdicts)) {
    for (const { item, certain } of items) {
      const known = required.get(item.id) ?? { item, rules: [], perhaps: [] };
      (certain ? known.rules : known.perhaps).push(rule);
      required.set(item.id, known);
    }
  }
  return [...required.values()];
}

/** List the forms (title, headings, size of print) that a notice of a kind must have. */
export function formsFor(kind: NoticeKind, verdicts: RuleVerdict[]): RequiredForm[] {
  return rulesFor(kind, verdicts).flatMap(({ rule, answer }) => (rule.form ? [{ rule, form: rule.form, certain: answer === "applies" }] : []));
}

/** Keep what the law of the places says in which people of an audience live, ISO 3166. A part of a country that data does not tell apart counts with the country. */
export function inCountries(verdicts: RuleVerdict[], countries: readonly string[], { jurisdictions }: Rulebook): RuleVerdict[] {
  const present = jurisdictions.filter((place) => place.countries.some((country) => countries.includes(country))).map(({ id }) => id);
  return verdicts.filter(({ rule }) => present.includes(rule.jurisdiction));
}

/** List what regulators ordered about wording, of rules that apply or may apply. */
export function wordingOrders(verdicts: RuleVerdict[]): RequiredOrder[] {
  return verdicts.filter(({ answer }) => answer !== "does-not-apply").flatMap(({ rule }) => rule.orders.map((order) => ({ rule, order })));
}

/** Say whether the words of one language hold an item. `words` are the wording with its placeholders standing in it as `{{name}}`. */
export function holdsItem(test: ItemTest, words: string, locale: Locale): boolean {
  if ("placeholder" in test) return words.includes(`{{${test.placeholder}}}`);
  if ("any" in test) return test.any.some((part) => holdsItem(part, words, locale));
  if ("all" in test) return test.all.every((part) => holdsItem(part, words, locale));
  return test.words[locale].every((group) => group.some((pattern) => new RegExp(pattern, "ius").test(words)));
}

export interface DeadlineChange {
  rule: string;
  before: string | null;
  after: string | null;
}

/** List the deadlines that differ between two decisions, ISO 8601; null is none, or none that can be reckoned yet. */
export function changedDeadlines(before: RuleVerdict[], after: RuleVerdict[]): DeadlineChange[] {
  const due = (verdicts: RuleVerdict[], id: string) => verdicts.find(({ rule }) => rule.id === id)?.deadline?.due?.toISOString() ?? null;
  return after.map(({ rule: { id } }) => ({ rule: id, before: due(before, id), after: due(after, id) })).filter((change) => change.before !== change.after);
}

const order = { applies: 0, undecided: 1, "does-not-apply": 2 } as const;

/** Order verdicts for people: what applies before what may, what is due first before what is due later or without a date. */
export function byUrgency(a: RuleVerdict, b: RuleVerdict): number {
  const due = ({ deadline }: RuleVerdict) => deadline?.due?.getTime() ?? Number.MAX_SAFE_INTEGER;
  return order[a.answer] - order[b.answer] || due(a) - due(b);
}

/** List the places whose people staff can count: every jurisdiction, and what conditions of rules count besides. */
export function countedPlaces({ jurisdictions, rules }: Rulebook): string[] {
  const leaves = rules.flatMap(({ when }) => (when ? leavesOf(when) : []));
  return [...new Set([...jurisdictions.map(({ id }) => id), ...leaves.flatMap((leaf) => ("people" in leaf && leaf.people.in ? [leaf.people.in] : []))])];
}
