import type { Locale, Localized } from "@/db/values/locales";
import type { NoticeKind } from "@/db/values/notice-kinds";
import type { PhraseRule } from "@/content/lint/phrases";
import type { RequiredForm, RequiredItem } from "../../rules/types";
import type { NoticeWording } from "../types";

export type LintRule =
  | PhraseRule
  | "item-missing"
  | "class-missing"
  | "class-extra"
  | "evidence-wrong"
  | "figure-differs"
  | "unconfirmed-as-fact"
  | "contact-unreachable"
  | "form-missing"
  | "foreign-link"
  | "hard-to-read"
  | "long-sentence"
  | "nominal-chain"
  | "hedge"
  | "actions-buried"
  | "risk-late";

/** A published figure or date as a notice may say it. */
export interface LintFact {
  name: string;
  value: Localized;
  status: "claimed" | "confirmed" | "disputed";
}

/** A wording, and all that it is held against. */
export interface LintCase {
  kind: NoticeKind;
  wording: NoticeWording;
  /** Languages of the audience: the others may have gaps. */
  locales: readonly Locale[];
  /** The audience as its sum of classes: what leaked of anybody in it, and how sure that is of the surest. */
  audience: { confirmed: readonly string[]; possible: readonly string[] };
  required: readonly RequiredItem[];
  forms: readonly RequiredForm[];
  facts: readonly LintFact[];
  /** Hosts that a link may lead to; their subdomains too. */
  domains: readonly string[];
  /** What `{{contact-desk}}` says. */
  contactDesk: Localized;
}

/** Where a finding stands: a field of the wording by its path, and the characters in it; without `from` it is about the whole. */
interface FindingPlace {
  locale: Locale;
  field: string;
  from?: number;
  to?: number;
}

export interface Finding {
  rule: LintRule;
  place: FindingPlace;
  /** The words that were found, or the name of what is missing. */
  about: string;
  /** Rules of law that ask for it. */
  law: string[];
  /** Those of `law` of which nobody can say yet whether they apply, because a circumstance is not recorded. */
  undecided: string[];
  /** False for what the law asks for: nobody can pass over it. */
  overridable: boolean;
  /** What to put in the place of the found words. */
  instead: string | null;
}

/** Whom a version is held for: an audience as its sum, whoever put it together. */
export interface LintAudience {
  /** What leaked of anybody in it, in no class both. */
  confirmed: readonly string[];
  possible: readonly string[];
  locales: readonly Locale[];
  /** ISO 3166: law of other places asks for nothing. */
  countries: readonly string[];
}

/** That an approver passed over a finding, and why. */
export interface Override {
  id: string;
  reason: string;
  by: string;
  at: Date;
}

export interface JudgedFinding extends Finding {
  /** Names it among the findings of these words held for these people, in hex. */
  key: string;
  override: Override | null;
}
