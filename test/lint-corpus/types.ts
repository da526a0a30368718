import type { DataClassSlug } from "@/content/data-classes";
import type { Locale } from "@/db/values/locales";
import type { NoticeKind } from "@/db/values/notice-kinds";

/** What can be wrong with a notice. Each has its defective notices in both languages, but for `nominal-chain`, which only Korean has. */
export const lintRules = [
  /** An item that the law demands is not there. */
  "item-missing",
  /** A class of the audience is not named. */
  "class-missing",
  /** A class is said to have leaked that is none of the audience's. */
  "class-extra",
  /** What is only possible is said to have leaked for sure, or the other way. */
  "evidence-wrong",
  /** 노출, "exposed", "exposure" for what leaked. */
  "law-word",
  /** A date or figure contradicts the facts or is not among them. */
  "figure-differs",
  "promotion",
  "waiver",
  /** An absolute promise: "rest assured", "your data is safe". */
  "reassurance",
  /** What somebody claims, or what is disputed, told as if it were established. */
  "unconfirmed-as-fact",
  /** A desk is named, and no way to reach it. */
  "contact-unreachable",
  "foreign-link",
  /** The whole text is too hard, though no single sentence is too long. */
  "hard-to-read",
  "long-sentence",
  /** Korean: four or more nouns in a row, or nouns tied together by 의, 에 대한, 및. */
  "nominal-chain",
  /** Doubt about what is confirmed. */
  "hedge",
  /** "No evidence of misuse", offered as comfort. */
  "comfort",
  /** What to do stands in a paragraph and not in a list. */
  "actions-buried",
  /** The notice begins with the company, and says only far down that this person's data leaked. */
  "risk-late",
] as const;
export type LintRule = (typeof lintRules)[number];

export interface CorpusFact {
  name: string;
  /** As it is published, in the language of the notice. */
  value: string;
  status: "claimed" | "confirmed" | "disputed";
}

/** One notice as an organisation under Korean law could write it, with what is known about the incident and about its readers. */
export interface CorpusNotice {
  id: string;
  locale: Locale;
  kind: NoticeKind;
  subject: string;
  /** The whole notice, in Markdown. */
  text: string;
  sms?: string;
  audience: { confirmed: DataClassSlug[]; possible: DataClassSlug[] };
  facts: CorpusFact[];
  /** Hosts that links may lead to. */
  domains: string[];
  /** The one thing that is wrong. `quote` is the words in which it shows or, for what is missing, the name of that: an item of items.yaml or a class. */
  planted: null | { rule: LintRule; quote: string };
}

export const confirmed = (name: string, value: string): CorpusFact => ({ name, value, status: "confirmed" });
export const claimed = (name: string, value: string): CorpusFact => ({ name, value, status: "claimed" });
export const disputed = (name: string, value: string): CorpusFact => ({ name, value, status: "disputed" });
