import { dataClasses, isDataClass } from "@/content/data-classes";
import type { Rule } from "@/content/rules/types";
import type { Locale } from "@/db/values/locales";
import type { Reason } from "@/domain/rules/types";
import { formatTime } from "../ui/text";

/** Words of the namespace `rules`. */
export type RulesSay = (key: string, values?: Record<string, string | number>) => string;

export interface ReasonContext {
  rule: Rule;
  locale: Locale;
  say: RulesSay;
  /** The name of a jurisdiction. */
  placeName: (place: string) => string;
}

/** The names of data classes, listed. */
export function classNames(slugs: readonly string[], locale: Locale): string {
  return slugs.map((slug) => (isDataClass(slug) ? dataClasses[slug].label[locale] : slug)).join(", ");
}

/** A day of the calendar, ISO 8601, as the language writes it. */
export function dayWords(day: string, locale: Locale): string {
  return formatTime(new Date(`${day}T12:00:00Z`), locale, "UTC", true);
}

/** Say a reason in a sentence. `leaked`: whether a class that was looked for in vain is set against all that leaked. */
export function reasonWords(reason: Reason, { rule, locale, say, placeName }: ReasonContext, leaked = true): string {
  const value = reason.holds === null ? "unknown" : reason.holds ? "yes" : "no";
  const key = (name: string) => `reason.${reason.about}.${name}`;
  const either = (words: string[]) => new Intl.ListFormat(locale, { type: "disjunction" }).format(words);
  switch (reason.about) {
    case "in-force": {
      const { day, from, to } = reason;
      const words = (date: string | null) => (date === null ? "" : dayWords(date, locale));
      const which = reason.holds !== false ? value : from !== null && day !== null && day < from ? "before" : "after";
      return say(key(which), { day: words(day), from: words(from), to: words(to) });
    }
    case "people": {
      const { min, atLeast } = reason;
      const which = reason.holds === null ? (reason.basis === "dataset" || reason.basis === "staff" ? "not-counted" : reason.basis) : `${value}${atLeast > 1 ? "-least" : ""}`;
      return say(key(which), { place: placeName(reason.place), min, max: reason.max ?? 0, atLeast });
    }
    case "data": {
      const which = reason.holds === null ? reason.basis : value === "no" && (!leaked || reason.leaked.length === 0) ? "no-nothing" : value;
      return say(key(which), { wants: classNames(reason.wants, locale), found: classNames(reason.found, locale), leaked: classNames(reason.leaked, locale) });
    }
    case "state":
    case "harm":
    case "cause": {
      const name = (of: string) => say(`situation.${reason.about}.${of}`);
      return say(key(value), { is: reason.is === null ? "" : name(reason.is), wants: either(reason.wants.map(name)) });
    }
    case "encrypted":
      return say(key(reason.is === null ? "unknown" : reason.is ? "encrypted" : "plain"));
    case "rule":
      return say(key(value), { rule: reason.rule });
    case "exempt":
      return say("reason.exempt", { text: rule.exemptions[reason.exemption]?.text[locale] ?? "" });
    default:
      return say(key(value));
  }
}
